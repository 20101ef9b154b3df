"""Makes the Keras fixtures, WITHOUT Keras: Keras 2 is not part of the machines that these tests run on.

    python3 keras_models.py

The files are laid out by h5py 3.7.0 exactly as Keras 2.15's model.save("model.h5") does (keras/src/saving/legacy/hdf5_format.py): groups,
attributes, names of weights, and model_config as its get_config() gives it. The weights are drawn, and the outputs in *.json are computed
by the formulas of Keras' documentation in numpy, double precision. So they show that files of this layout are read and computed rightly;
they are no files of Keras.
Files:
    keras-mlp.h5    Sequential: Normalization, Dense, BatchNormalization, ReLU, Dropout, Dense
    keras-lstm.h5   Functional: LSTM over the steps beside the features; Dense; churn and spend
    keras-gru.h5    a GRU, which no release has
    keras-3.h5      says that Keras 3 saved it
"""
import json

import h5py
import numpy as np

FEATURES, STEP, MOST_STEPS = 45, 13, 1000
random = np.random.default_rng(11)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def drawn(*shape):
    return (0.3 * random.normal(size=shape)).astype(np.float32)


def save(path, config, weights, version="2.15.0"):
    with h5py.File(path, "w") as f:
        f.attrs["keras_version"] = version
        f.attrs["backend"] = "tensorflow"
        f.attrs["model_config"] = json.dumps(config)
        group = f.create_group("model_weights")
        names = [layer["config"]["name"] for layer in config["config"]["layers"]]
        group.attrs["layer_names"] = [n.encode("utf8") for n in names]
        group.attrs["backend"] = "tensorflow"
        group.attrs["keras_version"] = version
        for name in names:
            layer = group.create_group(name)
            full = [("%s/%s:0" % (name, w)) if kind != "LSTM" else "%s/lstm_cell/%s:0" % (name, w)
                    for kind, w in weights.get(name, {}).keys()]
            layer.attrs["weight_names"] = [n.encode("utf8") for n in full]
            for n, value in zip(full, weights.get(name, {}).values()):
                layer.create_dataset(n, value.shape, dtype=value.dtype)[...] = value


def layer(kind, name, inputs=None, **config):
    made = {"class_name": kind, "config": {"name": name, "trainable": True, "dtype": "float32", **config}}
    if inputs is not None:
        made["name"] = name
        made["inbound_nodes"] = [[[i, 0, 0, {}] for i in inputs]] if inputs else []
    return made


def numbers(values):
    return [float(v) for v in np.ravel(values)]


def write(path, probes):
    with open(path, "w") as out:
        json.dump({"probes": probes}, out, separators=(",", ":"))
        out.write("\n")


scale = np.linspace(0.2, 4, FEATURES)
x = np.round(random.normal(size=(16, FEATURES)) * scale + scale, 4).astype(np.float32)

# --- Sequential -----------------------------------------------------------------------------------
mean, variance = scale.astype(np.float32), (scale**2).astype(np.float32)
k1, b1, k2, b2 = drawn(FEATURES, 12), drawn(12), drawn(12, 1), drawn(1)
gamma, beta, moving_mean, moving_variance = 1 + drawn(12), drawn(12), drawn(12), 0.5 + np.abs(drawn(12))
save(
    "keras-mlp.h5",
    {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
        layer("InputLayer", "features", batch_input_shape=[None, FEATURES], sparse=False, ragged=False),
        layer("Normalization", "normalization", axis=[-1], invert=False, mean=None, variance=None),
        layer("Dense", "dense", units=12, activation="linear", use_bias=True),
        layer("BatchNormalization", "batch_normalization", axis=[1], momentum=0.99, epsilon=0.001, center=True, scale=True),
        layer("ReLU", "re_lu", max_value=None, negative_slope=0.0, threshold=0.0),
        layer("Dropout", "dropout", rate=0.2),
        layer("Dense", "churn", units=1, activation="sigmoid", use_bias=True),
    ]}},
    {
        "normalization": {("", "mean"): mean, ("", "variance"): variance, ("", "count"): np.array(0, np.int64)},
        "dense": {("", "kernel"): k1, ("", "bias"): b1},
        "batch_normalization": {("", "gamma"): gamma, ("", "beta"): beta, ("", "moving_mean"): moving_mean,
                                ("", "moving_variance"): moving_variance},
        "churn": {("", "kernel"): k2, ("", "bias"): b2},
    },
)
hidden = ((x.astype(float) - mean) / np.sqrt(variance.astype(float))) @ k1 + b1
hidden = np.maximum(0, gamma * (hidden - moving_mean) / np.sqrt(moving_variance.astype(float) + 0.001) + beta)
write("keras-mlp.json", [{"features": numbers(r), "churn": float(y)} for r, y in zip(x, sigmoid(hidden @ k2 + b2)[:, 0])])

# --- Functional, with an LSTM ---------------------------------------------------------------------
UNITS = 6
kernel, recurrent, bias = drawn(STEP, 4 * UNITS), drawn(UNITS, 4 * UNITS), drawn(4 * UNITS)
kh, bh, kc, bc, ks, bs = drawn(UNITS + FEATURES, 8), drawn(8), drawn(8, 2), drawn(2), drawn(8, 1), drawn(1)
lstm = {"class_name": "Functional", "config": {"name": "model", "layers": [
    layer("InputLayer", "steps", [], batch_input_shape=[None, None, STEP], sparse=False, ragged=False),
    layer("InputLayer", "features", [], batch_input_shape=[None, FEATURES], sparse=False, ragged=False),
    layer("LSTM", "lstm", ["steps"], return_sequences=False, return_state=True, go_backwards=False, stateful=False, unroll=False,
          time_major=False, units=UNITS, activation="tanh", recurrent_activation="sigmoid", use_bias=True, unit_forget_bias=True,
          recurrent_initializer={"class_name": "Orthogonal", "config": {"gain": 1.0, "seed": None}}),
    layer("Concatenate", "concatenate", ["lstm", "features"], axis=-1),
    layer("Dense", "dense", ["concatenate"], units=8, activation="tanh", use_bias=True),
    layer("Dense", "churn", ["dense"], units=2, activation="softmax", use_bias=True),
    layer("Dense", "spend", ["dense"], units=1, activation="softplus", use_bias=True),
], "input_layers": [["steps", 0, 0], ["features", 0, 0]], "output_layers": [["churn", 0, 0], ["spend", 0, 0]]}}
save("keras-lstm.h5", lstm, {
    "lstm": {("LSTM", "kernel"): kernel, ("LSTM", "recurrent_kernel"): recurrent, ("LSTM", "bias"): bias},
    "dense": {("", "kernel"): kh, ("", "bias"): bh},
    "churn": {("", "kernel"): kc, ("", "bias"): bc},
    "spend": {("", "kernel"): ks, ("", "bias"): bs},
})


def steps(n):
    s = np.zeros((n, STEP))
    s[np.arange(n), random.integers(0, 8, n)] = 1
    s[:, 8], s[:, 10] = np.round(8 * random.random(n), 2), np.round(6 * random.random(n), 2)
    return s


def probe(features, sequence):
    h, c = np.zeros(UNITS), np.zeros(UNITS)
    for s in sequence.astype(np.float32).astype(float):
        i, f, g, o = np.split(s @ kernel + h @ recurrent + bias, 4)  # Keras' order of gates
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    hidden = np.tanh(np.concatenate([h, features.astype(float)]) @ kh + bh)
    z = hidden @ kc + bc
    churn = np.exp(z) / np.exp(z).sum()
    return {"features": numbers(features), "steps": sequence.tolist(), "h": numbers(h), "c": numbers(c), "churn": float(churn[1]),
            "spend": float(np.log1p(np.exp(hidden @ ks + bs))[0])}


write("keras-lstm.json", [probe(x[0], steps(MOST_STEPS))] + [probe(x[i], steps(i)) for i in range(1, 12)])

# --- What is refused ------------------------------------------------------------------------------
gru = {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
    layer("InputLayer", "steps", batch_input_shape=[None, None, STEP]),
    layer("GRU", "gru", units=4, activation="tanh"),
    layer("Dense", "churn", units=1, activation="sigmoid", use_bias=True),
]}}
save("keras-gru.h5", gru, {"churn": {("", "kernel"): drawn(4, 1), ("", "bias"): drawn(1)}})
save("keras-3.h5", gru, {}, "3.4.1")
