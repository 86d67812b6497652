"""The training steps of engine_models.ts in PyTorch, for comparison.

As a program, `engine_torch.py STEP THREADS [BATCH [SIZE [DEVICE]]]`, it is the other side of
`deno task bench engine` and `gpu`: for each line with a number it answers the seconds that so many
steps took. BATCH and SIZE (of an image, in pixels) are for the residual network.
"""
import math
import sys
import time

import torch
import torch.nn.functional as F


DEVICE = "cpu"


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
    images, labels = spread((batch, 1, size, size), 8, 1.5), spread_rows(batch, 14, 9)
    parameters = []

    def weights(shape, fan_in):
        layer = sum(p.dim() > 1 for p in parameters)
        parameters.append(parameter(shape, 10 + layer, math.sqrt(6 / fan_in)))
        return parameters[-1]

    def convolution(channels, filters, kernel, stride):
        w = weights((filters, channels, kernel, kernel), channels * kernel * kernel)
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


def resnet50_forward(batch=32, size=224):
    """The network of resnet50.ts, forward only."""
    films, layers = spread((batch, 3, size, size), 99), []

    def convolution(channels, filters, kernel, stride):
        fan_in = channels * kernel * kernel
        w = spread((filters, channels, kernel, kernel), len(layers), math.sqrt(3 / fan_in))
        layers.append(w)
        norm = torch.nn.BatchNorm2d(filters).to(DEVICE).eval()
        return lambda x: norm(F.conv2d(x, w, stride=stride, padding=kernel // 2))

    def block(channels, width, stride):
        reduce, inner = convolution(channels, width, 1, 1), convolution(width, width, 3, stride)
        outer = convolution(width, 4 * width, 1, 1)
        fits = stride == 1 and channels == 4 * width
        skip = (lambda x: x) if fits else convolution(channels, 4 * width, 1, stride)
        return lambda x: F.relu(outer(F.relu(inner(F.relu(reduce(x))))) + skip(x))

    first, blocks, channels = convolution(3, 64, 7, 2), [], 64
    for stage, (count, width) in enumerate([(3, 64), (4, 128), (6, 256), (3, 512)]):
        for i in range(count):
            blocks.append(block(channels, width, 2 if i == 0 and stage > 0 else 1))
            channels = 4 * width

    @torch.no_grad()
    def step():
        x = F.max_pool2d(F.relu(first(films)), 3, 2, 1)
        for layer in blocks:
            x = layer(x)
        return x.mean(dim=(2, 3)).cpu()

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
    global DEVICE
    name, threads = sys.argv[1], int(sys.argv[2])
    batch, size, DEVICE = [*sys.argv[3:6], *["32", "64", "cpu"][len(sys.argv) - 3:]]
    torch.set_num_threads(threads)
    # Float32 as on every other engine.
    torch.backends.cudnn.allow_tf32 = False
    make = {
        "head-gcn": lambda *_: head_gcn_step(),
        "small-residual": small_residual_step,
        "resnet50": resnet50_forward,
    }[name]
    step = make(int(batch), int(size))
    print(f"PyTorch {torch.__version__}, BLAS {blas()}, {threads} threads, {DEVICE}", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            step()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
