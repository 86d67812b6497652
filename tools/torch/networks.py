"""Writes networks of torchvision as ONNX files, and what PyTorch computes with them.

    /usr/bin/python3 tools/torch/networks.py FOLDER [--tiny] [NAME ...]

For each network NAME.onnx, and NAME.npz with `output`, `losses` of five steps of training, and
`gradient/WEIGHT` of each weight before the first. Weights are random, inputs come from formulas.
Needs Debian's python3-torchvision (0.14). `--tiny` makes small networks of the same kinds.
"""
import sys
import warnings
from functools import partial
from pathlib import Path

import numpy
import torch
import torchvision.models as models
from torch import nn

warnings.filterwarnings("ignore")
STEPS = 5
LEARNING_RATE = 1e-3


def tiny_mobilenet_v3():
    from torchvision.models.mobilenetv3 import InvertedResidualConfig, MobileNetV3

    block = partial(InvertedResidualConfig, width_mult=1.0)
    blocks = [
        block(8, 3, 8, 8, True, "RE", 2, 1),
        block(8, 3, 16, 8, False, "RE", 2, 1),
        block(8, 5, 16, 8, True, "HS", 1, 2),
    ]
    return MobileNetV3(blocks, 16, num_classes=4)


def tiny_efficientnet():
    from torchvision.models.efficientnet import EfficientNet, MBConvConfig

    block = partial(MBConvConfig, width_mult=1.0, depth_mult=1.0)
    blocks = [block(1, 3, 1, 8, 8, 1), block(4, 5, 2, 8, 8, 2)]
    return EfficientNet(blocks, dropout=0, stochastic_depth_prob=0, num_classes=4)


def tiny_convnext():
    from torchvision.models.convnext import CNBlockConfig, ConvNeXt

    return ConvNeXt([CNBlockConfig(8, 16, 1), CNBlockConfig(16, None, 1)], num_classes=4)


def tiny_resnet():
    block = models.resnet.Bottleneck
    shortcut = nn.Sequential(nn.Conv2d(8, 16, 1, stride=2, bias=False), nn.BatchNorm2d(16))
    return nn.Sequential(
        nn.Conv2d(3, 8, 7, stride=2, padding=3, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.MaxPool2d(3, 2, 1),
        block(8, 2),
        block(8, 4, stride=2, downsample=shortcut),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(16, 4),
    )


TINY = {
    "resnet": (tiny_resnet, 48),
    "densenet": (lambda: models.DenseNet(4, (2, 2), 8, num_classes=4), 32),
    "mobilenet_v2": (lambda: models.MobileNetV2(4, 0.05, [[1, 8, 1, 1], [4, 8, 2, 2]], 8), 32),
    "mobilenet_v3": (tiny_mobilenet_v3, 32),
    "efficientnet": (tiny_efficientnet, 32),
    "convnext": (tiny_convnext, 32),
    "vit": (lambda: models.VisionTransformer(16, 8, 1, 2, 16, 24, num_classes=4), 16),
    "swin": (
        lambda: models.SwinTransformer([2, 2], 8, [2, 2], [1, 2], [2, 2], num_classes=4),
        16,
    ),
}

FULL = {
    "resnet50": (models.resnet50, 224),
    "densenet121": (models.densenet121, 224),
    "mobilenet_v2": (models.mobilenet_v2, 224),
    "mobilenet_v3_small": (models.mobilenet_v3_small, 224),
    "efficientnet_b0": (models.efficientnet_b0, 224),
    "convnext_tiny": (models.convnext_tiny, 224),
    "vit_b_16": (models.vit_b_16, 224),
    "swin_t": (models.swin_t, 224),
}


def randomise(network):
    """Weights of a size that keeps activations near 1, so that differences can be seen."""
    for module in network.modules():
        for weight in module.parameters(recurse=False):
            if weight.dim() > 1:
                nn.init.normal_(weight, std=(2 / weight[0].numel()) ** 0.5)
            else:
                nn.init.normal_(weight, std=0.1)
        if isinstance(module, (nn.BatchNorm2d, nn.LayerNorm)):
            nn.init.uniform_(module.weight, 0.5, 1)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean, std=0.1)
            nn.init.uniform_(module.running_var, 0.5, 2)


def export(network, inputs, path):
    torch.onnx.export(
        network,
        inputs,
        str(path),
        # The first version with the operators of Swin.
        opset_version=16 if "swin" in path.name else 13,
        input_names=["input"],
        output_names=["scores"],
        dynamic_axes={"input": {0: "batch"}, "scores": {0: "batch"}},
        # Keeps batch norm apart from convolutions and weights under their names.
        training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
    )


def values(network, inputs):
    """The output, the gradients of all weights, and the losses of five steps."""
    output = network(inputs)
    wanted = torch.cos(torch.arange(output.numel(), dtype=torch.float32)).view_as(output)
    optimiser = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE, momentum=0.9)
    results = {"output": output.detach().numpy()}
    losses = []
    for step in range(STEPS):
        optimiser.zero_grad()
        loss = ((network(inputs) - wanted) ** 2).mean()
        loss.backward()
        if step == 0:
            for name, weight in network.named_parameters():
                results[f"gradient/{name}"] = weight.grad.numpy().copy()
        optimiser.step()
        losses.append(loss.item())
    return {**results, "losses": numpy.array(losses, dtype=numpy.float32)}


def main(folder, arguments):
    networks = TINY if "--tiny" in arguments else FULL
    names = [name for name in arguments if name != "--tiny"] or list(networks)
    for name in names:
        make, size = networks[name]
        torch.manual_seed(0)
        network = make()
        randomise(network)
        network.eval()
        count = 2 * 3 * size * size
        inputs = torch.sin(torch.arange(count, dtype=torch.float32) * 0.7).view(2, 3, size, size)
        export(network, inputs, folder / f"{name}.onnx")
        numpy.savez(folder / f"{name}.npz", **values(network, inputs))
        print(name, size, flush=True)


main(Path(sys.argv[1]), sys.argv[2:])
