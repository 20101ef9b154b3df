package io.tidewatch.training.sequences;

import java.util.Locale;

/** The networks that can be trained. */
public enum SequenceModel {
  /** Causal self-attention. */
  ATTENTION(new AttentionEncoder()),
  /** One LSTM layer. */
  LSTM(new LstmEncoder());

  private final Encoder encoder;

  SequenceModel(Encoder encoder) {
    this.encoder = encoder;
  }

  Encoder encoder() {
    return encoder;
  }

  /** Returns the name, as the command line takes and the report gives it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
