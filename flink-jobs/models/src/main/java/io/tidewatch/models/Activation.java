package io.tidewatch.models;

/** The functions that a layer may end with; each is DL4J's function of the same name. */
public enum Activation {
  /** x. */
  IDENTITY,
  /** Hyperbolic tangent. */
  TANH,
  /** 1 / (1 + e^-x). */
  SIGMOID,
  /** 0.2 x + 0.5, cut to 0 and 1. */
  HARDSIGMOID,
  /** x above 0, else 0. */
  RELU,
  /** x above 0, else 0.01 x. */
  LEAKYRELU,
  /** ln(1 + e^x). */
  SOFTPLUS,
  /** e^x over the sum of e^x of the layer. */
  SOFTMAX
}
