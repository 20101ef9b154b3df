package io.tidewatch.models;

/**
 * What kind of file a release was made from; it lies in the release as it was, for people and for
 * further training. A job never reads it.
 */
public enum Source {
  /** A zip as DL4J's ModelSerializer writes it. */
  DL4J("DL4J"),
  /** An ONNX model, as PyTorch, TensorFlow and scikit-learn export it. */
  ONNX("ONNX"),
  /** A Keras 2 model in HDF5. */
  KERAS("Keras");

  private final String title;

  Source(String title) {
    this.title = title;
  }

  /** Returns its name in messages. */
  public String title() {
    return title;
  }
}
