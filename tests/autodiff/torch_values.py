"""Writes torch_values.json: what PyTorch computes in float64, for the engine's tests.

    /usr/bin/python3 tests/autodiff/torch_values.py

Needs Debian's python3-torch (1.13); the inputs come from formulas, so the file is reproducible.
"""
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "bench"))
import engine_torch  # noqa: E402

OPTIMISERS = {
    "sgd": lambda groups: torch.optim.SGD(groups, lr=1 / 64),
    "momentum": lambda groups: torch.optim.SGD(groups, lr=1 / 64, momentum=0.9),
    "nesterov": lambda groups: torch.optim.SGD(groups, lr=1 / 64, momentum=0.9, nesterov=True),
    "adam": lambda groups: torch.optim.Adam(groups, lr=1 / 64),
    "adam with its own betas": lambda groups: torch.optim.Adam(
        groups, lr=1 / 64, betas=(0.8, 0.95), eps=0.01
    ),
    "adamw": lambda groups: torch.optim.AdamW(groups, lr=1 / 64, weight_decay=0),
}


def losses(step, count):
    return [step() for _ in range(count)]


def optimised(make):
    """Two parameters after five steps; the second learns at a quarter and decays."""
    a = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
    b = torch.tensor([0.25, -1.5, 3.0], requires_grad=True)
    x = torch.tensor([0.5, 1.0, -1.0])
    optimiser = make(
        [{"params": [a]}, {"params": [b], "lr": 1 / 256, "weight_decay": 0.125}]
    )
    for _ in range(5):
        optimiser.zero_grad()
        ((torch.tanh(a * x) + b) ** 2).sum().backward()
        optimiser.step()
    return {"a": a.tolist(), "b": b.tolist()}


def batch_norm():
    norm = torch.nn.BatchNorm2d(3)
    y = [norm(engine_torch.spread((2, 3, 2, 2), stream, 2)) for stream in (1, 2)]
    return {
        "y": y[1].flatten().tolist(),
        "mean": norm.running_mean.tolist(),
        "variance": norm.running_var.tolist(),
    }


IMAGES = (2, 4, 7, 6)

# Shapes of the inputs, and what is computed of them.
OPERATORS = {
    "conv2d": (
        [IMAGES, (6, 2, 3, 2), (6,)],
        lambda x, w, b: F.conv2d(x, w, b, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
    ),
    "conv2d depthwise": (
        [IMAGES, (8, 1, 3, 3)],
        lambda x, w: F.conv2d(x, w, stride=2, padding=1, groups=4),
    ),
    "maxPool ceil": ([IMAGES], lambda x: F.max_pool2d(x, 3, 2, 1, ceil_mode=True)),
    "averagePool ceil": ([IMAGES], lambda x: F.avg_pool2d(x, (3, 2), 2, 1, ceil_mode=True)),
    "averagePool without padding": (
        [IMAGES],
        lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False),
    ),
    "gelu": ([IMAGES], F.gelu),
    "gelu by tanh": ([IMAGES], lambda x: F.gelu(x, approximate="tanh")),
    "silu": ([IMAGES], F.silu),
    "elu": ([IMAGES], F.elu),
    "hardSigmoid": ([IMAGES], lambda x: F.hardsigmoid(3 * x)),
    "hardSwish": ([IMAGES], lambda x: F.hardswish(3 * x)),
    "softmax over channels": ([IMAGES], lambda x: F.softmax(x, 1)),
    "layerNorm": ([IMAGES, (7, 6), (7, 6)], lambda x, w, b: F.layer_norm(x, (7, 6), w, b)),
    "groupNorm": ([IMAGES, (4,), (4,)], lambda x, w, b: F.group_norm(x, 2, w, b)),
    "instanceNorm": (
        [IMAGES, (4,), (4,)],
        lambda x, w, b: F.instance_norm(x, weight=w, bias=b),
    ),
    "resize nearest": ([IMAGES], lambda x: F.interpolate(x, (10, 4), mode="nearest")),
    "resize linear": ([IMAGES], lambda x: F.interpolate(x, (10, 4), mode="bilinear")),
    "resize linear with aligned corners": (
        [IMAGES],
        lambda x: F.interpolate(x, (10, 4), mode="bilinear", align_corners=True),
    ),
    "attention": (
        [(2, 3, 5, 4), (2, 3, 6, 4), (2, 3, 6, 4)],
        lambda q, k, v: F.softmax(q @ k.transpose(-1, -2) / 2, -1) @ v,
    ),
    "linear layer of a stack": ([(2, 3, 5, 4), (4, 6), (6,)], lambda x, w, b: x @ w + b),
    "split": (
        [(5, 4, 3)],
        lambda x: torch.cat([i * part for i, part in enumerate(torch.split(x, [1, 2, 1], 1))], 1),
    ),
    "pad": ([(5, 4)], lambda x: F.pad(x, (1, -2, -1, 3), value=0.5)),
    "gather": ([(5, 4)], lambda x: x[:, torch.tensor([[0, 3, 3], [1, 0, 3]])]),
}


def differentiated(shapes, compute):
    """The loss Σ y · s, and Σ gradient · s for each input, where s are numbers of a formula."""
    inputs = [
        engine_torch.spread(shape, i + 1, 2).requires_grad_() for i, shape in enumerate(shapes)
    ]
    y = compute(*inputs)
    loss = (y * engine_torch.spread(tuple(y.shape), 7)).sum()
    loss.backward()
    sums = [(x.grad * engine_torch.spread(tuple(x.shape), 9)).sum().item() for x in inputs]
    return {"shapes": [list(shape) for shape in shapes], "loss": loss.item(), "gradients": sums}


def main():
    torch.set_default_dtype(torch.float64)
    spread, spread_rows = engine_torch.spread, engine_torch.spread_rows
    engine_torch.spread = lambda *args: spread(*args).double()
    engine_torch.spread_rows = lambda *args: spread_rows(*args).double()
    values = {
        "headGcn": losses(engine_torch.head_gcn_step(), 30),
        "smallResidual": losses(engine_torch.small_residual_step(4), 4),
        "optimisers": {name: optimised(make) for name, make in OPTIMISERS.items()},
        "batchNorm": batch_norm(),
        "operators": {name: differentiated(*operator) for name, operator in OPERATORS.items()},
    }
    (HERE / "torch_values.json").write_text(json.dumps(values, indent=2) + "\n")


if __name__ == "__main__":
    main()
