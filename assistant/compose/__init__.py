"""Composition: plan and evidence to a draft. `computed` words rows, `quoted` quotes passages."""
