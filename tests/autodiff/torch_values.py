"""Writes torch_values.json: what PyTorch computes in float64, for the engine's tests.

    /usr/bin/python3 tests/autodiff/torch_values.py

Needs Debian's python3-torch (1.13); the inputs come from formulas, so the file is reproducible.
"""
import json
import sys
from pathlib import Path

import torch

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
    }
    (HERE / "torch_values.json").write_text(json.dumps(values, indent=2) + "\n")


if __name__ == "__main__":
    main()
