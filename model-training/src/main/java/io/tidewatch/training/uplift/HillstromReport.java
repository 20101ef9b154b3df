package io.tidewatch.training.uplift;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found on Hillstrom's e-mail test. Immutable.
 *
 * @param data where it was read
 * @param customers customers of the test
 * @param seeds models trained of each kind
 * @param resamples resamples of each interval
 * @param sampleRatio whether the three groups (no e-mail, men's, women's) are equally large
 * @param findings one per e-mail and outcome
 * @param seconds how long it took
 */
public record HillstromReport(
    String data,
    int customers,
    int seeds,
    int resamples,
    SampleRatio sampleRatio,
    List<Finding> findings,
    double seconds) {

  public HillstromReport {
    findings = List.copyOf(findings);
  }

  /** What was sent. */
  public enum Mail {
    MENS,
    WOMENS;

    /** Returns the name in reports. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What came of it within two weeks: any visit, any purchase, and dollars. */
  public enum Outcome {
    VISIT,
    CONVERSION,
    SPEND;

    /** Returns the name in the file and in reports. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How customers were put in order. */
  public enum Ranking {
    /** By the uplift that networks expect. */
    NETWORK,
    /** By the uplift that logistic regressions expect. */
    LOGISTIC_REGRESSION,
    /** By chance. */
    RANDOM;

    /** Returns the name in reports. */
    public String key() {
      return this == LOGISTIC_REGRESSION ? "logisticRegression" : name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What an e-mail changes of an outcome, and of whom.
   *
   * @param effect average effect
   * @param published the effect on all 64,000 customers of the published file
   * @param cuped the same with what customers spent in the year before taken off
   * @param targeting what targeting by each ranking brings
   * @param curves Qini curve of each ranking at equal distances of the share targeted from 0 to 1,
   *     mean over seeds
   */
  public record Finding(
      Mail mail,
      Outcome outcome,
      AverageEffect effect,
      double published,
      Cuped cuped,
      Map<Ranking, Targeting> targeting,
      Map<Ranking, List<Double>> curves) {

    public Finding {
      targeting = Map.copyOf(targeting);
      curves = Map.copyOf(curves);
    }

    /** Returns whether the published effect lies in the interval. */
    public boolean agrees() {
      return effect.effect().contains(published);
    }
  }
}
