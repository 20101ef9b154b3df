package io.tidewatch.models;

/** How large a release may be: far above what the networks need, far below what hurts a job. */
final class Limits {
  static final int ZIP_BYTES = 64 << 20;
  static final int MANIFEST_BYTES = 1 << 20;
  static final int WEIGHTS_BYTES = 32 << 20;
  static final int PROBES_BYTES = 8 << 20;
  static final int CARD_BYTES = 1 << 20;
  static final int SOURCE_BYTES = 48 << 20;

  /** Most bytes of a graph that an engine computes; each takes a float of the weights. */
  static final int GRAPH_BYTES = WEIGHTS_BYTES / Float.BYTES;

  static final int LAYERS = 32;
  static final int WIDTH = 4_096;
  static final int VOCABULARY = 20_000;

  /** Most rows of a tensor, and of the table of a text's n-grams; not above {@link #MAGNITUDE}. */
  static final int ROWS = 1_000_000;

  /** Most classes of a text. */
  static final int LABELS = 1_000;

  /** Most steps of a sequence, and of a window over it. */
  static final int STEPS = 4_096;

  /** Most values of a sequence; a network keeps 32 of each layer in memory. */
  static final int SEQUENCE = 1 << 17;

  /** Most values of all layers of a network together: 128 MiB for the 32 rows of a block. */
  static final int VALUES = 1 << 20;

  static final int PROBES = 256;
  static final int METRICS = 100;
  static final int NAME_LENGTH = 64;
  static final int TEXT_LENGTH = 200;
  static final int JSON_DEPTH = 8;

  /** Larger weights than this are damage, not learning. */
  static final float MAGNITUDE = 1e6f;

  private Limits() {}
}
