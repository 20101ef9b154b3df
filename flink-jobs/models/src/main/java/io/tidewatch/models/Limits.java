package io.tidewatch.models;

/** How large a release may be: far above what the networks need, far below what hurts a job. */
final class Limits {
  static final int ZIP_BYTES = 64 << 20;
  static final int MANIFEST_BYTES = 1 << 20;
  static final int WEIGHTS_BYTES = 32 << 20;
  static final int PROBES_BYTES = 8 << 20;
  static final int CARD_BYTES = 1 << 20;
  static final int DL4J_BYTES = 48 << 20;

  static final int LAYERS = 32;
  static final int WIDTH = 4_096;
  static final int VOCABULARY = 20_000;
  static final int PROBES = 256;
  static final int METRICS = 100;
  static final int NAME_LENGTH = 64;
  static final int TEXT_LENGTH = 200;
  static final int JSON_DEPTH = 8;

  /** Larger weights than this are damage, not learning. */
  static final float MAGNITUDE = 1e6f;

  private Limits() {}
}
