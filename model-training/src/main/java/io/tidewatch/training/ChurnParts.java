package io.tidewatch.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The snapshots of a training set, parted by time and customer:
 *
 * <pre>
 *                      first                                        split
 *   7/8 of customers     |------------ train -----------|-- horizon --|---- test ---- horizon | end
 *   1/8 of customers     |              |- validation --|-- horizon --|---- test ---- horizon | end
 * </pre>
 *
 * No label of a learned snapshot looks behind the split. Validation is the newest third of the time
 * before it, of customers that training does not see: so training may use the newest snapshots
 * without a gap, and no label of one part is in the other. Validation chooses among networks and
 * settings; the test part is only measured on.
 *
 * @param train what is learned from
 * @param validation what chooses
 * @param atEvents the same customers and time as validation, at moments behind their events
 * @param test what is measured on
 */
record ChurnParts(
    List<ChurnExample> train,
    List<ChurnExample> validation,
    List<ChurnExample> atEvents,
    List<ChurnExample> test) {
  private static final int VALIDATION_ONE_IN = 8;

  static ChurnParts of(TrainingSet set, TrainingOptions options) {
    long lastLearned = set.splitMicros() - options.horizonMicros();
    long validationFrom = lastLearned - (lastLearned - set.firstMicros()) / 3;
    List<ChurnExample> train = new ArrayList<>();
    List<ChurnExample> validation = new ArrayList<>();
    List<ChurnExample> atEvents = new ArrayList<>();
    List<ChurnExample> test = new ArrayList<>();
    for (CustomerReplay customer : set.customers()) {
      boolean validates = validates(customer.customerId());
      for (Snapshot snapshot : customer.snapshots()) {
        long at = snapshot.atMicros();
        if (at >= set.splitMicros()) {
          test.add(new ChurnExample(customer, snapshot));
        } else if (at <= lastLearned && !validates) {
          train.add(new ChurnExample(customer, snapshot));
        } else if (at <= lastLearned && at > validationFrom) {
          validation.add(new ChurnExample(customer, snapshot));
        }
      }
      for (Snapshot snapshot : customer.atEvents()) {
        if (snapshot.atMicros() <= lastLearned && snapshot.atMicros() > validationFrom) {
          atEvents.add(new ChurnExample(customer, snapshot));
        }
      }
    }
    require(train, "train");
    require(validation, "validation");
    require(test, "test");
    return new ChurnParts(train, validation, atEvents, test);
  }

  /** Returns whether a customer chooses among networks, and is not learned from. */
  static boolean validates(String customerId) {
    return Math.floorMod(SnapshotTimes.hash(customerId), VALIDATION_ONE_IN) == 0;
  }

  private static void require(List<ChurnExample> part, String name) {
    long churned = part.stream().filter(example -> example.snapshot().churned()).count();
    if (churned == 0 || churned == part.size()) {
      throw new IllegalArgumentException(
          "the "
              + name
              + " part has "
              + part.size()
              + " snapshots, "
              + churned
              + " of them churned: both outcomes are needed; take a longer history, another split"
              + " or another horizon");
    }
  }

  static boolean[] churned(List<ChurnExample> examples) {
    boolean[] labels = new boolean[examples.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = examples.get(i).snapshot().churned();
    }
    return labels;
  }
}
