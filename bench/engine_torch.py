"""The training steps of engine_models.ts in PyTorch, for comparison.

As a program, `engine_torch.py STEP THREADS [BATCH [SIZE [DEVICE [LAYOUT]]]]`, it is the other side
of `deno task bench engine` and `gpu`: for each line with a number it answers the seconds that so
many steps took. BATCH, SIZE (of an image, in pixels) and LAYOUT (`contiguous` or `channels_last`)
are for the networks of images.
"""
import math
import sys
import time

import torch
import torch.nn.functional as F


DEVICE = "cpu"
LAYOUT = torch.contiguous_format


def spread(shape, stream, scale=1.0):
    """The numbers of `spread` in engine_models.ts, bit by bit."""
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    start = (i * 7919 + stream * 104729) % 1000003
    fraction = 2 * (start * start % 999983).double() / 999983
    return (scale * (fraction - 1)).float().reshape(shape).to(DEVICE)


def spread_rows(rows, columns, stream):
    values = (spread((rows, columns), stream).double() + 1.01).float().double()
    return (values / values.sum(dim=1, keepdim=True)).float()


def parameter(shape, stream, scale):
    return spread(shape, stream, scale).requires_grad_()


def cross_entropy(logits, labels):
    return -(labels * F.log_softmax(logits, dim=1)).sum(dim=1).mean()


def head_gcn_step():
    nodes, adjacency = spread((14, 300), 1), spread_rows(14, 14, 2)
    weights, bias = parameter((1024, 64), 3, 0.05), parameter((64,), 4, 0)
    gcn1, gcn2 = parameter((300, 512), 5, 0.08), parameter((512, 64), 6, 0.08)
    features, labels = spread((256, 1024), 7, 1.5), spread_rows(256, 14, 8)
    optimiser = torch.optim.Adam([weights, bias, gcn1, gcn2], lr=1e-3)

    def loss():
        codes = F.normalize(torch.tanh(features @ weights + bias))
        hidden = F.leaky_relu(adjacency @ (nodes @ gcn1), 0.2)
        targets = F.normalize(adjacency @ (hidden @ gcn2))
        return cross_entropy(8 * codes @ targets.T, labels)

    return stepper(optimiser, loss)


def small_residual_step(batch=32, size=64):
    images = spread((batch, 1, size, size), 8, 1.5).to(memory_format=LAYOUT)
    labels, parameters = spread_rows(batch, 14, 9), []

    def weights(shape, fan_in):
        layer = sum(p.dim() > 1 for p in parameters)
        parameters.append(parameter(shape, 10 + layer, math.sqrt(6 / fan_in)))
        return parameters[-1]

    def convolution(channels, filters, kernel, stride):
        w = weights((filters, channels, kernel, kernel), channels * kernel * kernel)
        w.data = w.data.to(memory_format=LAYOUT)
        norm = torch.nn.BatchNorm2d(filters).to(DEVICE)
        parameters.extend(norm.parameters())
        return lambda x: norm(F.conv2d(x, w, stride=stride, padding=kernel // 2))

    first, blocks, channels = convolution(1, 32, 3, 1), [], 32
    for filters, stride in [(32, 1), (64, 2), (128, 2), (256, 2)]:
        inner = convolution(channels, filters, 3, stride)
        outer = convolution(filters, filters, 3, 1)
        skip = (lambda x: x) if stride == 1 else convolution(channels, filters, 1, stride)
        blocks.append((inner, outer, skip))
        channels = filters
    head, classes = weights((256, 64), 256), weights((64, 14), 64)
    optimiser = torch.optim.SGD(parameters, lr=0.01, momentum=0.9)

    def loss():
        x = F.relu(first(images))
        for inner, outer, skip in blocks:
            x = F.relu(outer(F.relu(inner(x))) + skip(x))
        return cross_entropy(torch.tanh(x.mean(dim=(2, 3)) @ head) @ classes, labels)

    return stepper(optimiser, loss)


class Network:
    """The convolutions of engine_networks.ts, each with batch norm whose statistics are frozen, as
    PyTorch's users fine-tune them. Made when asked for."""

    def __init__(self, trained):
        self.layers, self.trained, self.parameters = 0, trained, []

    def convolution(self, channels, filters, kernel, stride, groups=1):
        fan_in = channels // groups * kernel * kernel
        shape = (filters, channels // groups, kernel, kernel)
        w = spread(shape, self.layers, math.sqrt(3 / fan_in)).to(memory_format=LAYOUT)
        self.layers += 1
        norm = torch.nn.BatchNorm2d(filters, eps=0).to(DEVICE).eval()
        if self.trained:
            self.parameters += [w.requires_grad_(), *norm.parameters()]
        return lambda x: norm(F.conv2d(x, w, stride=stride, padding=kernel // 2, groups=groups))


def resnet50(network):
    def block(channels, width, stride):
        reduce = network.convolution(channels, width, 1, 1)
        inner = network.convolution(width, width, 3, stride)
        outer = network.convolution(width, 4 * width, 1, 1)
        fits = stride == 1 and channels == 4 * width
        skip = (lambda x: x) if fits else network.convolution(channels, 4 * width, 1, stride)
        return lambda x: F.relu(outer(F.relu(inner(F.relu(reduce(x))))) + skip(x))

    first, blocks, channels = network.convolution(3, 64, 7, 2), [], 64
    for stage, (count, width) in enumerate([(3, 64), (4, 128), (6, 256), (3, 512)]):
        for i in range(count):
            blocks.append(block(channels, width, 2 if i == 0 and stage > 0 else 1))
            channels = 4 * width

    def forward(x):
        x = F.max_pool2d(F.relu(first(x)), 3, 2, 1)
        for layer in blocks:
            x = layer(x)
        return x.mean(dim=(2, 3))

    return forward, 2048


def mobilenet_v2(network):
    def block(channels, expansion, filters, stride):
        width = channels * expansion
        widen = None if expansion == 1 else network.convolution(channels, width, 1, 1)
        inner = network.convolution(width, width, 3, stride, width)
        narrow = network.convolution(width, filters, 1, 1)
        fits = stride == 1 and channels == filters

        def forward(x):
            y = x if widen is None else F.relu6(widen(x))
            y = narrow(F.relu6(inner(y)))
            return x + y if fits else y

        return forward

    first, blocks, channels = network.convolution(3, 32, 3, 2), [], 32
    for expansion, filters, count, stride in [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
        (6, 160, 3, 2), (6, 320, 1, 1),
    ]:
        for i in range(count):
            blocks.append(block(channels, expansion, filters, stride if i == 0 else 1))
            channels = filters
    last = network.convolution(320, 1280, 1, 1)

    def forward(x):
        x = F.relu6(first(x))
        for layer in blocks:
            x = layer(x)
        return F.relu6(last(x)).mean(dim=(2, 3))

    return forward, 1280


def films_of(batch, size):
    return spread((batch, 3, size, size), 99).to(memory_format=LAYOUT)


def fine_tuning(make):
    def make_step(batch=8, size=224):
        films, labels = films_of(batch, size), spread_rows(batch, 14, 97)
        network = Network(trained=True)
        forward, channels = make(network)
        classes = parameter((channels, 14), 98, 0.01)
        optimiser = torch.optim.SGD([*network.parameters, classes], lr=1e-3, momentum=0.9)
        return stepper(optimiser, lambda: cross_entropy(forward(films) @ classes, labels))

    return make_step


def resnet50_forward(batch=32, size=224):
    """The network of resnet50.ts, forward only."""
    films, (forward, _) = films_of(batch, size), resnet50(Network(trained=False))

    @torch.no_grad()
    def step():
        return forward(films).cpu()

    return step


def stepper(optimiser, loss):
    def step():
        optimiser.zero_grad()
        value = loss()
        value.backward()
        optimiser.step()
        return value.item()

    return step


def blas():
    """The file of the BLAS that this process has loaded."""
    with open("/proc/self/maps") as maps:
        paths = sorted({line.split()[-1] for line in maps if "blas" in line or "libmkl" in line})
    return paths[0] if paths else "built in"


def main():
    global DEVICE, LAYOUT
    name, threads = sys.argv[1], int(sys.argv[2])
    given = sys.argv[3:7]
    batch, size, DEVICE, layout = given + ["32", "64", "cpu", "contiguous"][len(given):]
    LAYOUT = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}[layout]
    torch.set_num_threads(threads)
    # Float32 as on every other engine.
    torch.backends.cudnn.allow_tf32 = False
    make = {
        "head-gcn": lambda *_: head_gcn_step(),
        "small-residual": small_residual_step,
        "resnet50": resnet50_forward,
        "resnet50-step": fine_tuning(resnet50),
        "mobilenet-v2-step": fine_tuning(mobilenet_v2),
    }[name]
    step = make(int(batch), int(size))
    print(f"PyTorch {torch.__version__}, BLAS {blas()}, {threads} threads, {DEVICE}, {layout}", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            step()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
