"""What a run found, made from its records alone, so that any report can be written again.

    summary.py    MAIN PATH: records -> figures of every suite (rates, coverage, timings, controls)
    write.py      figures and records -> the four forms, and their places in a folder
    markdown.py, junit.py, html.py, machine.py    one form each
    console.py, differences.py    what the command line prints: of a run, of two
    page/         the template, style and script of `report.html`

Nothing is asked and nothing is scored here.
"""
