package io.tidewatch.models;

/** What gate {@link Gate#SHAPES} asks of layers over sequences: they are where texts are read. */
final class SequenceShapes {
  private SequenceShapes() {}

  static void check(LayerSpec layer, Task task, Ports ports) throws RefusedReleaseException {
    if (task instanceof Task.Text text) {
      checkOfText(layer, text, ports);
    } else if (layer instanceof LayerSpec.EmbeddingSequence
        || layer instanceof LayerSpec.Convolution1D
        || layer instanceof LayerSpec.GlobalPooling) {
      throw ShapesGate.refused(
          layer, "works on a whole sequence, but churn and recommend are given step after step");
    }
  }

  private static void checkOfText(LayerSpec layer, Task.Text text, Ports ports)
      throws RefusedReleaseException {
    if (layer instanceof LayerSpec.Lstm) {
      throw ShapesGate.refused(layer, "goes step by step, but a text is read as a whole");
    }
    boolean readsIndices = layer.from().stream().anyMatch(ports.scoreSources()::containsKey);
    if (readsIndices != layer instanceof LayerSpec.EmbeddingSequence) {
      throw ShapesGate.refused(
          layer,
          "sequence embeddings, and nothing else, must read " + ports.scoreSources().keySet());
    }
    if (layer instanceof LayerSpec.EmbeddingSequence embedding) {
      int rows = text.rows(embedding.source());
      if (embedding.rows() != rows) {
        throw ShapesGate.refused(
            layer,
            "has %d rows, but %s have indices up to %d"
                .formatted(embedding.rows(), embedding.source(), rows - 1));
      }
    }
  }
}
