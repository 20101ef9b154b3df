package io.tidewatch.decisions;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Picks, one by one and without knowing what the day still brings, the alerts that a desk works on:
 * never more than its capacity in a day of its time zone, and as much expected loss as possible.
 *
 * <p>An alert is admitted if fewer better ones are to be expected in the rest of the day than there
 * is capacity left: {@code expected remaining candidates x share of losses above this one <
 * remaining capacity}. This is the budget-ratio policy of the multi-secretary problem (Arlotto and
 * Gurvich 2019, Stochastic Systems 9(3), regret bounded whatever the number of candidates;
 * Kleinberg 2005 opened the multiple-choice case): the threshold is the quantile of the loss
 * distribution at the ratio of remaining capacity to remaining candidates, and is solved again at
 * every candidate, so that it falls when the day turns out quiet and no capacity is left over.
 *
 * <p>Distribution and number of candidates by hour are learnt: an exponentially weighted mean over
 * days (weight {@value #DAY_WEIGHT} for the newest) plus what today has shown. On the first day the
 * number is extrapolated from the candidates so far. The loss histogram has four buckets per
 * octave, linear inside, integer arithmetic only, so that every machine decides alike.
 *
 * <p>Not thread-safe; one instance per desk. About 1.5 KiB, about a microsecond per candidate.
 */
public final class DeskAdmission {
  /** Layout version that {@link #write} writes. */
  public static final int VERSION = 1;

  static final double DAY_WEIGHT = 0.3;

  private static final int OCTAVES = 40;
  private static final int BUCKETS = 1 + 4 * OCTAVES; // bucket 0: nothing to lose
  private static final int SLOTS = 24;
  private static final double PRIOR_CANDIDATES = 8;
  private static final double SHORTEST_EXTRAPOLATED = 1.0 / 48; // of a day: half an hour

  private long dayStart = Long.MIN_VALUE; // microseconds; the day is [dayStart, dayEnd)
  private long dayEnd = Long.MIN_VALUE;
  private long previousDayStart = Long.MIN_VALUE;
  private int admitted; // of this day
  private int admittedPreviousDay;
  private int learntDays;
  private int seen; // candidates of this day
  private long firstSeenAt;
  private final float[] lossHistory = new float[BUCKETS]; // candidates per day, by loss
  private final float[] lossToday = new float[BUCKETS];
  private final float[] slotHistory = new float[SLOTS]; // candidates per day, by 24th of the day
  private final float[] slotToday = new float[SLOTS];

  /**
   * Decides on the next candidate.
   *
   * @param expectedLossMinor value at risk, minor units
   * @param atMicros stream time of the decision. Candidates should come in order of time; one of
   *     the day before takes what that day left over, an older one is turned down
   * @param dailyCapacity alerts that may be admitted in one day, at least 0
   * @param zone time zone of the desk's days
   */
  public boolean admit(long expectedLossMinor, long atMicros, int dailyCapacity, ZoneId zone) {
    if (atMicros >= dayEnd) {
      startDay(atMicros, zone);
    }
    if (atMicros < dayStart) {
      return admitFromPreviousDay(atMicros, dailyCapacity);
    }
    boolean admit =
        admitted < dailyCapacity
            && expectedBetter(expectedLossMinor, atMicros) < dailyCapacity - admitted;
    learn(expectedLossMinor, atMicros);
    if (admit) {
      admitted++;
    }
    return admit;
  }

  private boolean admitFromPreviousDay(long atMicros, int dailyCapacity) {
    if (atMicros < previousDayStart || admittedPreviousDay >= dailyCapacity) {
      return false;
    }
    admittedPreviousDay++;
    return true;
  }

  /** Returns how many candidates with a higher loss the rest of the day should bring. */
  private double expectedBetter(long loss, long atMicros) {
    int bucket = bucket(loss);
    double total = 0;
    double above = 0;
    for (int i = 0; i < BUCKETS; i++) {
      double count = lossHistory[i] + lossToday[i];
      total += count;
      above += i > bucket ? count : 0;
    }
    if (total == 0) {
      return 0;
    }
    above += (lossHistory[bucket] + lossToday[bucket]) * shareAbove(loss, bucket);
    return expectedRemaining(atMicros) * above / total;
  }

  private double expectedRemaining(long atMicros) {
    double length = dayEnd - dayStart;
    if (learntDays == 0) {
      double elapsed = Math.max(SHORTEST_EXTRAPOLATED, (atMicros - firstSeenAt) / length);
      return seen / elapsed * ((dayEnd - atMicros) / length);
    }
    double position = (atMicros - dayStart) / length * SLOTS;
    double soFar = 0;
    double after = 0;
    for (int i = 0; i < SLOTS; i++) {
      double passed = Math.max(0, Math.min(1, position - i));
      soFar += slotHistory[i] * passed;
      after += slotHistory[i] * (1 - passed);
    }
    double pace = (seen + PRIOR_CANDIDATES) / (soFar + PRIOR_CANDIDATES);
    return after * Math.max(0.25, Math.min(4, pace));
  }

  private void learn(long loss, long atMicros) {
    if (seen++ == 0) {
      firstSeenAt = atMicros;
    }
    lossToday[bucket(loss)]++;
    slotToday[(int) Math.min(SLOTS - 1, (atMicros - dayStart) * SLOTS / (dayEnd - dayStart))]++;
  }

  private void startDay(long atMicros, ZoneId zone) {
    if (dayEnd != Long.MIN_VALUE) {
      double weight = learntDays == 0 ? 1 : DAY_WEIGHT;
      roll(lossHistory, lossToday, weight);
      roll(slotHistory, slotToday, weight);
      learntDays++;
    }
    LocalDate date = QuietHours.local(atMicros, zone).toLocalDate();
    long start = startOf(date, zone);
    boolean consecutive = start == dayEnd;
    admittedPreviousDay = consecutive ? admitted : 0;
    // After a gap, or when the desk moved to another zone, days that were counted stay closed.
    previousDayStart = consecutive ? dayStart : Math.max(dayEnd, startOf(date.minusDays(1), zone));
    dayStart = Math.max(dayEnd, start);
    dayEnd = startOf(date.plusDays(1), zone);
    admitted = 0;
    seen = 0;
    firstSeenAt = 0;
  }

  private static void roll(float[] history, float[] today, double weight) {
    for (int i = 0; i < history.length; i++) {
      history[i] += (float) (weight * (today[i] - history[i]));
      today[i] = 0;
    }
  }

  private static long startOf(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toEpochSecond() * 1_000_000L;
  }

  // Loss 2^e + rest, in quarter q of its octave -> 1 + 4e + q; octaves 0 and 1 are coarser.
  static int bucket(long loss) {
    if (loss <= 0) {
      return 0;
    }
    int octave = 63 - Long.numberOfLeadingZeros(loss);
    if (octave >= OCTAVES) {
      return BUCKETS - 1;
    }
    int quarter = (int) ((octave >= 2 ? loss >>> (octave - 2) : loss << (2 - octave)) & 3);
    return 1 + 4 * octave + quarter;
  }

  private static double shareAbove(long loss, int bucket) {
    int octave = (bucket - 1) >> 2;
    if (octave < 2 || loss >= 1L << OCTAVES) {
      return 0;
    }
    double width = 1L << (octave - 2);
    double lower = (4 + ((bucket - 1) & 3)) * width;
    return 1 - (loss - lower) / width;
  }

  /** Writes the state: a version byte, then the fields in a fixed order, big endian. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(dayStart);
    out.writeLong(dayEnd);
    out.writeLong(previousDayStart);
    out.writeInt(admitted);
    out.writeInt(admittedPreviousDay);
    out.writeInt(learntDays);
    out.writeInt(seen);
    out.writeLong(firstSeenAt);
    for (float[] counts : new float[][] {lossHistory, lossToday, slotHistory, slotToday}) {
      for (float count : counts) {
        out.writeFloat(count);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the layout version is unknown or the bytes end early
   */
  public static DeskAdmission read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "desk state has layout version " + version + "; this build reads version " + VERSION);
    }
    DeskAdmission desk = new DeskAdmission();
    desk.dayStart = in.readLong();
    desk.dayEnd = in.readLong();
    desk.previousDayStart = in.readLong();
    desk.admitted = in.readInt();
    desk.admittedPreviousDay = in.readInt();
    desk.learntDays = in.readInt();
    desk.seen = in.readInt();
    desk.firstSeenAt = in.readLong();
    for (float[] counts :
        new float[][] {desk.lossHistory, desk.lossToday, desk.slotHistory, desk.slotToday}) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] = in.readFloat();
      }
    }
    return desk;
  }
}
