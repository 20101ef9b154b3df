package io.tidewatch.training.process;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cases as arrays for the network. Inputs of an event: its activity, one of many, one of them for
 * those not learned from; days since the last event and since the first, on a logarithmic scale;
 * its number; hour of the day and of the week on the circle; whether it is a weekend, which is what
 * Tax et al. (2017) look at, but for the scales; and how far between the first and the last event
 * that were learned from it lies, since what people do changes over the years. Later events count
 * as of the last: nobody knows yet what will have changed by then. Immutable.
 */
final class ProcessInputs {
  private static final int TIMES = 9;
  private static final double LOG_SCALE = 15; // ln of a month in seconds
  private static final double MANY_EVENTS = 20;
  private static final double HOURS_PER_DAY = 24;
  private static final double HOURS_PER_WEEK = 168;

  private final Activities activities;
  private final double meanRemainingDays;
  private final long firstSecond;
  private final long lastSecond;

  /** Learns the scales of the remaining time and of the date. */
  ProcessInputs(Activities activities, List<ProcessCase> cases) {
    this.activities = activities;
    double days = 0;
    int events = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (ProcessCase one : cases) {
      first = Math.min(first, one.atSeconds()[0]);
      last = Math.max(last, one.atSeconds()[one.size() - 1]);
      for (int event = 0; event < one.size(); event++) {
        days += one.remainingDays(event);
        events++;
      }
    }
    this.meanRemainingDays = days == 0 ? 1 : days / events;
    this.firstSecond = first;
    this.lastSecond = last;
  }

  int width() {
    return activities.size() + 1 + TIMES;
  }

  Activities activities() {
    return activities;
  }

  /** Returns the days that the network's 1 stands for. */
  double meanRemainingDays() {
    return meanRemainingDays;
  }

  /** Returns inputs, next activities and remaining times, padded at the end and masked there. */
  MultiDataSet batch(List<ProcessCase> cases) {
    int size = cases.size();
    int time = cases.stream().mapToInt(ProcessCase::size).max().orElse(1);
    int outcomes = activities.size() + 1;
    float[] next = new float[size * outcomes * time];
    float[] remaining = new float[size * time];
    float[] known = new float[size * time];
    for (int i = 0; i < size; i++) {
      ProcessCase one = cases.get(i);
      for (int event = 0; event < one.size(); event++) {
        next[(i * outcomes + activities.next(one, event)) * time + event] = 1;
        remaining[i * time + event] = (float) (one.remainingDays(event) / meanRemainingDays);
        known[i * time + event] = 1;
      }
    }
    INDArray mask = Nd4j.create(known, new long[] {size, time}, 'c');
    return new MultiDataSet(
        new INDArray[] {inputs(cases)},
        new INDArray[] {
          Nd4j.create(next, new long[] {size, outcomes, time}, 'c'),
          Nd4j.create(remaining, new long[] {size, 1, time}, 'c')
        },
        null,
        new INDArray[] {mask, mask});
  }

  /** Returns the inputs, {@code [cases, width, events]}, 0 after the end of a case. */
  INDArray inputs(List<ProcessCase> cases) {
    int time = cases.stream().mapToInt(ProcessCase::size).max().orElse(1);
    float[] values = new float[cases.size() * width() * time];
    for (int i = 0; i < cases.size(); i++) {
      ProcessCase one = cases.get(i);
      for (int event = 0; event < one.size(); event++) {
        int number = activities.number(one.activities().get(event));
        int at = i * width() * time + event;
        values[at + (number < 0 ? activities.size() : number) * time] = 1;
        double[] times = times(one, event);
        for (int j = 0; j < TIMES; j++) {
          values[at + (activities.size() + 1 + j) * time] = (float) times[j];
        }
      }
    }
    return Nd4j.create(values, new long[] {cases.size(), width(), time}, 'c');
  }

  private double[] times(ProcessCase one, int event) {
    long now = one.atSeconds()[event];
    long before = one.atSeconds()[Math.max(0, event - 1)];
    LocalDateTime wall = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC);
    double hour = wall.getHour() + wall.getMinute() / 60.0;
    double day = 2 * Math.PI * hour / HOURS_PER_DAY;
    double weekHour = (wall.getDayOfWeek().getValue() - 1) * HOURS_PER_DAY + hour;
    double week = 2 * Math.PI * weekHour / HOURS_PER_WEEK;
    return new double[] {
      Math.log1p(now - before) / LOG_SCALE,
      Math.log1p(now - one.atSeconds()[0]) / LOG_SCALE,
      2 * Math.min(event + 1, MANY_EVENTS) / MANY_EVENTS,
      Math.sin(day),
      Math.cos(day),
      Math.sin(week),
      Math.cos(week),
      wall.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0 ? 1 : 0,
      date(now)
    };
  }

  /** Returns -1 at the first event that was learned from and before, 1 at the last and after. */
  private double date(long atSeconds) {
    long within = Math.max(firstSecond, Math.min(lastSecond, atSeconds));
    return firstSecond < lastSecond
        ? 2.0 * (within - firstSecond) / (lastSecond - firstSecond) - 1
        : 0;
  }
}
