package io.tidewatch.models;

/**
 * What a release has to pass before it may serve, in this order. A later gate may trust what an
 * earlier one has established.
 */
public enum Gate {
  /** The zip is signed by a key that the job trusts; before anything of it is looked at. */
  SIGNATURE,
  /** The zip's SHA-256 is the one that was announced. */
  DIGEST,
  /** The zip is laid out as {@link ReleaseWriter} lays it out, and its manifest is well formed. */
  FORMAT,
  /** No entry, count or shape is larger than a release may be. */
  SIZE,
  /** The model was trained on the features and steps that this build computes. */
  CONTRACT,
  /** Layers fit together, and every tensor has the shape that its layer needs. */
  SHAPES,
  /** A step and a score together take no more multiply-adds than the job's budget. */
  COST,
  /** Every weight is a finite number of sane magnitude. */
  FINITE,
  /** The kernels give what the training library gave for the release's probes. */
  PROBES,
  /** All variants of the kernels, and all places in a batch, give the same bits for the probes. */
  KERNELS,
  /**
   * The release is no worse than the champion on the cases that both were measured on. Only the job
   * knows the champion; a message can override it.
   */
  QUALITY
}
