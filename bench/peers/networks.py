"""The networks of src/network in PyTorch, for timing only: random weights, the same shapes and operations."""
import torch
from torch import nn
from torch.nn import functional as F


class Bottleneck(nn.Module):
    """Post-activation, the stride in the first convolution, as the released DEXTR has it."""

    def __init__(self, inputs, width, stride, dilation, project):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, 4 * width, 1, bias=False), nn.BatchNorm2d(4 * width)
        self.shortcut = nn.Identity()
        if project:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = F.relu(self.bn2(self.conv2(y)), inplace=True)
        return F.relu(self.bn3(self.conv3(y)) + self.shortcut(x), inplace=True)


class ResNet101Psp(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(4, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(True), nn.MaxPool2d(3, 2, 1)
        )
        blocks, inputs = [], 64
        for count, width, stride, dilation in ((3, 64, 1, 1), (4, 128, 2, 1), (23, 256, 1, 2), (3, 512, 1, 4)):
            for i in range(count):
                blocks.append(Bottleneck(inputs, width, stride if i == 0 else 1, dilation, i == 0))
                inputs = 4 * width
        self.blocks = nn.Sequential(*blocks)
        self.branches = nn.ModuleList(
            nn.Sequential(nn.AdaptiveAvgPool2d(bins), nn.Conv2d(2048, 512, 1, bias=False), nn.BatchNorm2d(512), nn.ReLU(True))
            for bins in (1, 2, 3, 6)
        )
        self.reduce = nn.Sequential(nn.Conv2d(4096, 512, 1, bias=False), nn.BatchNorm2d(512), nn.ReLU(True))
        self.final = nn.Conv2d(512, 1, 1)

    def forward(self, x):
        y = self.blocks(self.stem(x))
        size = y.shape[2:]
        parts = [F.interpolate(branch(y), size, mode="bilinear", align_corners=True) for branch in self.branches]
        logits = self.final(self.reduce(torch.cat(parts + [y], 1)))
        return F.interpolate(logits, x.shape[2:], mode="bilinear", align_corners=True)


class ScaleShift(nn.Module):
    """Batch norm with frozen statistics, folded."""

    def __init__(self, channels):
        super().__init__()
        self.scale, self.shift = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))

    def forward(self, x):
        return F.batch_norm(x, self.mean, self.variance, self.scale, self.shift, False, 0.0, 0.0)


class Unit(nn.Module):
    def __init__(self, inputs, width, stride, project):
        super().__init__()
        self.norm = ScaleShift(inputs)
        self.conv1 = nn.Conv2d(inputs, width, 1)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.shortcut = nn.Conv2d(inputs, 4 * width, 1, stride, bias=False) if project else None

    def forward(self, x):
        p = F.relu(self.norm(x))
        y = F.relu(self.conv2(F.relu(self.conv1(p))))
        return self.conv3(y) + (x if self.shortcut is None else self.shortcut(p))


def stage(inputs, width, units, stride):
    return nn.Sequential(
        *(Unit(inputs if i == 0 else 4 * width, width, stride if i == 0 else 1, i == 0) for i in range(units))
    )


class ResNet50v2Psp(nn.Module):
    """models/first/recipe.json: guidance enters after stage 1, output stride 16, decoder to stride 4."""

    def __init__(self):
        super().__init__()
        self.normalise = ScaleShift(3)
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3)
        self.stage1, self.stage2, self.stage3 = stage(64, 64, 3, 1), stage(256, 128, 4, 2), stage(512, 256, 6, 2)
        self.guidance = nn.Sequential(
            nn.Conv2d(1, 32, 3, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 3, 2, 1), nn.ReLU(), nn.Conv2d(64, 256, 1)
        )
        self.final = ScaleShift(1024)
        self.branches = nn.ModuleList(
            nn.Sequential(nn.AdaptiveAvgPool2d(bins), nn.Conv2d(1024, 128, 1), nn.ReLU()) for bins in (1, 2, 3, 6)
        )
        self.reduce = nn.Conv2d(1536, 256, 1)
        self.skips = nn.ModuleList([nn.Conv2d(512, 48, 1), nn.Conv2d(256, 32, 1)])
        self.narrows = nn.ModuleList([nn.Conv2d(256, 96, 1), nn.Conv2d(96, 64, 1)])
        self.mixes = nn.ModuleList([nn.Conv2d(144, 96, 3, 1, 1), nn.Conv2d(96, 64, 3, 1, 1)])
        self.logits = nn.Conv2d(64, 1, 3, 1, 1)

    def frozen(self):
        return [self.normalise, self.conv1, self.stage1]

    def forward(self, x):
        rgb = F.relu(self.conv1(self.normalise(x[:, :3])))
        quarter = self.stage1(F.max_pool2d(rgb, 3, 2, 1)) + self.guidance(x[:, 3:])
        eighth = self.stage2(quarter)
        top = F.relu(self.final(self.stage3(eighth)))
        resize = lambda y, like: F.interpolate(y, like.shape[2:], mode="bilinear", align_corners=False)
        y = F.relu(self.reduce(torch.cat([resize(branch(top), top) for branch in self.branches] + [top], 1)))
        for finer, skip, narrow, mix in zip((eighth, quarter), self.skips, self.narrows, self.mixes):
            y = F.relu(mix(torch.cat([resize(F.relu(narrow(y)), finer), F.relu(skip(finer))], 1)))
        return F.interpolate(self.logits(y), x.shape[2:], mode="bilinear", align_corners=False)


networks = {"resnet101-psp": ResNet101Psp, "resnet50v2-psp": ResNet50v2Psp}
