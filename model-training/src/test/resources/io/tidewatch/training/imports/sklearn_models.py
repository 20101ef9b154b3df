"""Makes the scikit-learn fixtures: fitted pipelines, and what predict_proba gives for them.

    python3 sklearn_models.py

Made with scikit-learn 1.2.1 and onnx 1.12.0 (Debian 12, python3-sklearn and python3-onnx). Debian has no skl2onnx, so the graphs are
put together here with onnx.helper, node for node as skl2onnx 1.14 lays these two pipelines out with options={'zipmap': False}.
Files:
    sklearn-logistic.onnx  StandardScaler, LogisticRegression: Scaler, LinearClassifier, Normalizer; outputs label, probabilities
    sklearn-mlp.onnx       StandardScaler, MLPClassifier: Scaler, Cast, MatMul, Add, Relu, Sigmoid, Sub, Concat, ...
    *.json                 probes: inputs and predict_proba's outputs
"""
import json

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save_model
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEATURES = 45
random = np.random.default_rng(7)
scale = np.linspace(0.2, 4, FEATURES)
x = (random.normal(size=(800, FEATURES)) * scale + scale).astype(np.float32)
x[:, 7] = random.integers(0, 60, 800)
y = (random.random(800) < 1 / (1 + np.exp((x[:, 10] - x[:, 0]) / 2))).astype(np.int64)


def scaler(model):
    step = model.named_steps["standardscaler"]
    return helper.make_node(
        "Scaler", ["features"], ["variable"], "Scaler", domain="ai.onnx.ml", offset=step.mean_.astype(np.float32).tolist(),
        scale=(1 / step.scale_).astype(np.float32).tolist())


def logistic(model):
    step = model.named_steps["logisticregression"]
    coefficients = np.vstack([-step.coef_, step.coef_]).astype(np.float32).ravel().tolist()
    intercepts = np.hstack([-step.intercept_, step.intercept_]).astype(np.float32).tolist()
    return [
        scaler(model),
        helper.make_node(
            "LinearClassifier", ["variable"], ["label", "probability_tensor"], "LinearClassifier", domain="ai.onnx.ml",
            classlabels_ints=[0, 1], coefficients=coefficients, intercepts=intercepts, multi_class=1, post_transform="LOGISTIC"),
        helper.make_node("Normalizer", ["probability_tensor"], ["probabilities"], "Normalizer", domain="ai.onnx.ml", norm="L1"),
    ], []


def mlp(model):
    step = model.named_steps["mlpclassifier"]
    nodes, constants, value = [scaler(model)], [], "cast_input"
    nodes.append(helper.make_node("Cast", ["variable"], [value], "Cast", to=TensorProto.FLOAT))
    last = len(step.coefs_) - 1
    for i, (w, b) in enumerate(zip(step.coefs_, step.intercepts_)):
        suffix = str(i) if i else ""
        constants.append(numpy_helper.from_array(w.astype(np.float32), "coefficient" + suffix))
        constants.append(numpy_helper.from_array(b.astype(np.float32).reshape(1, -1), "intercepts" + suffix))
        nodes.append(helper.make_node("MatMul", [value, "coefficient" + suffix], ["mul_result" + suffix], "MatMul" + suffix))
        nodes.append(helper.make_node("Add", ["mul_result" + suffix, "intercepts" + suffix], ["add_result" + suffix], "Add" + suffix))
        value = "next_activations" + suffix if i < last else "out_activations_result"
        nodes.append(helper.make_node("Relu" if i < last else "Sigmoid", ["add_result" + suffix], [value], "Activation" + suffix))
    constants.append(numpy_helper.from_array(np.array([1], np.float32), "unity"))
    constants.append(numpy_helper.from_array(np.array([0, 1], np.int64), "classes"))
    nodes += [
        helper.make_node("Sub", ["unity", value], ["negative_class_proba"], "Sub"),
        helper.make_node("Concat", ["negative_class_proba", value], ["probabilities"], "Concat", axis=1),
        helper.make_node("ArgMax", ["probabilities"], ["argmax_output"], "ArgMax", axis=1),
        helper.make_node(
            "ArrayFeatureExtractor", ["classes", "argmax_output"], ["label"], "ArrayFeatureExtractor", domain="ai.onnx.ml"),
    ]
    return nodes, constants


def save(name, model, nodes, constants):
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, FEATURES])],
        [
            helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2]),
        ], constants)
    sets = [helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 1)]
    save_model(helper.make_model(graph, producer_name="skl2onnx", producer_version="layout of 1.14", opset_imports=sets, ir_version=8),
               name + ".onnx")
    rows = [
        {"features": [float("%.8g" % v) for v in x[i].tolist()], "churn": float(model.predict_proba(x[i : i + 1].astype(float))[0, 1])}
        for i in range(16)
    ]
    with open(name + ".json", "w") as out:
        json.dump({"probes": rows}, out, separators=(",", ":"))
        out.write("\n")


model = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)
save("sklearn-logistic", model, *logistic(model))
model = make_pipeline(StandardScaler(), MLPClassifier((12,), random_state=7, max_iter=80)).fit(x, y)
save("sklearn-mlp", model, *mlp(model))
