package io.tidewatch.training.sequences;

/**
 * The sets of item sequences that the S3-Rec paper publishes figures for (Zhou et al. 2020, table
 * of the comparison under 99 random negatives).
 */
public enum SequenceSet {
  BEAUTY("Beauty", "Beauty", new RankingQuality(0.4696, 0.3156), 0.4106),
  SPORTS("Sports", "Sports_and_Outdoors", new RankingQuality(0.4622, 0.2869), 0.4299),
  TOYS("Toys", "Toys_and_Games", new RankingQuality(0.4663, 0.3136), 0.3896),
  LASTFM("LastFM", "LastFM", new RankingQuality(0.4706, 0.2755), 0.2817);

  private final String key;
  private final String file;
  private final RankingQuality sasRec;
  private final double gru4RecHr10;

  SequenceSet(String key, String file, RankingQuality sasRec, double gru4RecHr10) {
    this.key = key;
    this.file = file;
    this.sasRec = sasRec;
    this.gru4RecHr10 = gru4RecHr10;
  }

  /** Returns the name, as the command line takes and the report gives it. */
  @Override
  public String toString() {
    return key;
  }

  /** Returns the name of the published file without {@code .txt}. */
  String file() {
    return file;
  }

  /** Returns the published figures of SASRec (Kang and McAuley 2018). */
  public RankingQuality sasRec() {
    return sasRec;
  }

  /** Returns the published HR@10 of GRU4Rec (Hidasi et al. 2016). */
  public double gru4RecHr10() {
    return gru4RecHr10;
  }
}
