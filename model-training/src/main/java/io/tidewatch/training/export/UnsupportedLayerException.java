package io.tidewatch.training.export;

/** A network has a part that no release can express; says which, why, and what to use instead. */
public final class UnsupportedLayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String layer;

  UnsupportedLayerException(String layer, String kind, String why) {
    super("layer '%s' (%s): %s".formatted(layer, kind, why));
    this.layer = layer;
  }

  /** Returns the layer's or vertex' name in the network. */
  public String layer() {
    return layer;
  }
}
