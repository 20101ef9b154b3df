"""Makes the PyTorch fixtures: networks trained for a moment on made-up customers, and what PyTorch computes for them.

    python3 torch_models.py

Made with PyTorch 1.13.0 (Debian 12, python3-torch). Files:
    torch-mlp.onnx    standardisation, Linear, BatchNorm1d, ReLU, Dropout, Linear, Tanh; churn, purchase7 and spend
    torch-lstm.onnx   LSTM over the steps, its last output beside the features; churn, h and c
    torch-classes.onnx  two classes with softmax; hardsigmoid, LeakyReLU, a residual sum
    torch-gelu.onnx   GELU, which no release has
    *.json            probes: inputs and PyTorch's outputs
"""
import json
import math

import torch
from torch import nn

FEATURES, STEP, MOST_STEPS = 45, 13, 1000
torch.manual_seed(7)
torch.set_num_threads(1)


def customers(n):
    """Feature vectors with scales as different as those of the catalogue."""
    scale = torch.linspace(0.2, 4, FEATURES)
    x = torch.randn(n, FEATURES) * scale + scale
    x[:, 7] = torch.randint(0, 60, (n,)).float()  # a count
    return x


def steps(n, t):
    x = torch.zeros(n, t, STEP)
    kind = torch.randint(0, 8, (n, t, 1))
    x.scatter_(2, kind, 1.0)
    x[:, :, 8] = torch.round(torch.rand(n, t) * 8000) / 1000
    x[:, :, 9] = (x[:, :, 8] < 0.4).float()
    x[:, :, 10] = torch.round(torch.rand(n, t) * 6000) / 1000
    hour = torch.randint(0, 24, (n, t)) * 2 * math.pi / 24
    x[:, :, 11], x[:, :, 12] = torch.round(torch.sin(hour) * 1000) / 1000, torch.round(torch.cos(hour) * 1000) / 1000
    return x


def truth(x):
    churn = torch.sigmoid((x[:, :1] - x[:, 10:11]) / 2)
    return torch.bernoulli(churn), torch.bernoulli(1 - churn), torch.relu(x[:, 20:21]) * 100


class Standardise(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.register_buffer("mean", x.mean(0))
        self.register_buffer("std", x.std(0))

    def forward(self, x):
        return (x - self.mean) / self.std


class Mlp(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.body = nn.Sequential(
            Standardise(x), nn.Linear(FEATURES, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Dropout(0.2), nn.Linear(24, 12), nn.Tanh())
        self.churn, self.purchase7, self.spend = nn.Linear(12, 1), nn.Linear(12, 1), nn.Linear(12, 1)

    def forward(self, features):
        seen = self.body(features)
        return torch.sigmoid(self.churn(seen)), torch.sigmoid(self.purchase7(seen)), nn.functional.softplus(self.spend(seen))


class Lstm(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.scale = Standardise(x)
        self.lstm = nn.LSTM(STEP, 10, batch_first=True)
        self.hidden, self.churn = nn.Linear(10 + FEATURES, 16), nn.Linear(16, 1)

    def forward(self, features, steps):
        sequence, (h, c) = self.lstm(steps)
        seen = torch.cat([sequence[:, -1], self.scale(features)], 1)
        return torch.sigmoid(self.churn(torch.relu(self.hidden(seen)))), h, c


class Classes(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.scale = Standardise(x)
        self.first, self.second, self.out = nn.Linear(FEATURES, 16), nn.Linear(16, 16), nn.Linear(26, 2)

    def forward(self, features):
        x = self.scale(features)
        a = nn.functional.leaky_relu(self.first(x), 0.01)
        b = nn.functional.hardsigmoid(self.second(a)) + a
        return torch.softmax(self.out(torch.cat([b, x[:, 5:15]], 1)), 1)


class Gelu(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.first, self.out = nn.Linear(FEATURES, 4), nn.Linear(4, 1)

    def forward(self, features):
        return torch.sigmoid(self.out(nn.functional.gelu(self.first(features))))


def fit(model, inputs, loss):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(60):
        optimizer.zero_grad()
        loss(model(*inputs)).backward()
        optimizer.step()
    return model.eval()


def export(name, model, inputs, outputs, opset):
    axes = {n: {0: "N"} for n in inputs.keys() | set(outputs) if n not in ("h", "c")}
    if "steps" in inputs:
        axes["steps"] = {0: "N", 1: "T"}
        axes["h"], axes["c"] = {1: "N"}, {1: "N"}
    torch.onnx.export(
        model, tuple(inputs.values()), name + ".onnx", opset_version=opset, input_names=list(inputs), output_names=outputs,
        dynamic_axes=axes)


def numbers(tensor):
    return [float("%.8g" % v) for v in tensor.flatten().tolist()]


def probe(model, outputs, features, sequence=None):
    with torch.no_grad():
        results = model(features) if sequence is None else model(features, sequence)
    results = results if isinstance(results, tuple) else (results,)
    row = {"features": numbers(features)}
    if sequence is not None:
        row["steps"] = [[round(v, 3) for v in step] for step in sequence[0].tolist()]
    for name, value in zip(outputs, results):
        row[name] = numbers(value) if name in ("h", "c") else float("%.8g" % value.flatten()[-1])
    return row


def save(name, probes):
    with open(name + ".json", "w") as out:
        json.dump({"probes": probes}, out, separators=(",", ":"))
        out.write("\n")


x = customers(800)
churn, buys, spend = truth(x)
bce = nn.functional.binary_cross_entropy

outputs = ["churn", "purchase7", "spend"]
mlp = fit(Mlp(x), (x,), lambda y: bce(y[0], churn) + bce(y[1], buys) + ((y[2] - spend / 100) ** 2).mean())
export("torch-mlp", mlp, {"features": x[:2]}, outputs, 16)
save("torch-mlp", [probe(mlp, outputs, x[i : i + 1]) for i in range(16)])

outputs = ["churn", "h", "c"]
sequences = steps(len(x), 12)
lstm = fit(Lstm(x), (x, sequences), lambda y: bce(y[0], churn))
export("torch-lstm", lstm, {"features": x[:2], "steps": sequences[:2]}, outputs, 13)
long = [probe(lstm, outputs, x[:1], steps(1, MOST_STEPS))]
save("torch-lstm", long + [probe(lstm, outputs, x[i : i + 1], sequences[i : i + 1, : i + 1]) for i in range(1, 12)])

classes = fit(Classes(x), (x,), lambda y: bce(y[:, 1:], churn))
export("torch-classes", classes, {"features": x[:2]}, ["churn"], 11)
save("torch-classes", [probe(classes, ["churn"], x[i : i + 1]) for i in range(16)])

export("torch-gelu", Gelu(x).eval(), {"features": x[:2]}, ["churn"], 13)
