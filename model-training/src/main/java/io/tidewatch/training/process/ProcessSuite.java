package io.tidewatch.training.process;

import io.tidewatch.training.Dl4j;
import io.tidewatch.training.Progress;
import io.tidewatch.training.evaluation.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Next activity and remaining time on the log of a process, split as by Tax, Verenich, La Rosa and
 * Dumas, Predictive Business Process Monitoring with LSTM Neural Networks (CAiSE 2017): the first
 * two thirds of the cases in the order of the file are learned from, the last third is measured on.
 */
public final class ProcessSuite {
  private static final int FEWEST = 30;
  private static final int LONGEST_RUN = 100;

  private final ProcessLog train;
  private final ProcessLog test;
  private final String data;
  private final List<String> notes = new ArrayList<>();

  private ProcessSuite(ProcessLog train, ProcessLog test, String data) {
    this.train = train;
    this.test = test;
    this.data = data;
  }

  /**
   * Splits one log and measures on it. Not thread-safe: ND4J is set to one thread for the process.
   *
   * @param file the log, plain or with {@code .gz}
   * @param seeds trainings, at least 1
   * @throws IllegalArgumentException if the file cannot be used; the message names it
   */
  public static ProcessReport split(Path file, int seeds, Progress progress) {
    ProcessLog all = ProcessLog.read(file);
    int learned = 2 * (int) Math.round(all.cases().size() / 3.0);
    ProcessSuite suite =
        new ProcessSuite(
            all.part(0, learned),
            all.part(learned, all.cases().size()),
            "the first two thirds of the cases of "
                + file.getFileName()
                + " learned from, the last third measured on");
    return suite.run(seeds, progress);
  }

  /** The same with a log to learn from and another to measure on. */
  public static ProcessReport files(Path trainFile, Path testFile, int seeds, Progress progress) {
    ProcessLog all = ProcessLog.read(trainFile);
    ProcessLog test = ProcessLog.read(testFile);
    ProcessLog train = all.without(test);
    ProcessSuite suite =
        new ProcessSuite(
            train,
            test,
            "learned from " + trainFile.getFileName() + ", measured on " + testFile.getFileName());
    int left = all.cases().size() - train.cases().size();
    if (left > 0) {
      suite.notes.add(
          left + " cases of the train file are also in the test file; they were not learned from.");
    }
    return suite.run(seeds, progress);
  }

  private ProcessReport run(int seeds, Progress progress) {
    long start = System.nanoTime();
    enough(train, train.cases().size(), "cases to learn from");
    enough(test, ProcessQuality.prefixes(test.cases()), "prefixes to measure on");
    Dl4j.singleThreaded();
    Activities activities = Activities.of(train.cases());
    Map<String, List<Double>> bySeed = new LinkedHashMap<>();
    double eventsPerSecond = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      ProcessNetwork network = network(activities, seed, seeds, progress);
      long began = System.nanoTime();
      List<CaseForecast> forecasts = network.forecasts(test.cases());
      eventsPerSecond =
          Math.max(eventsPerSecond, test.events() / ((System.nanoTime() - began) / 1e9));
      ProcessQuality.of(test.cases(), forecasts, activities)
          .forEach(
              (figure, value) ->
                  bySeed.computeIfAbsent(figure, name -> new ArrayList<>()).add(value));
    }
    Map<String, Double> mean = new LinkedHashMap<>();
    Map<String, Spread> spread = new LinkedHashMap<>();
    bySeed.forEach(
        (figure, values) -> {
          mean.put(
              figure, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
          spread.put(figure, Spread.of(values));
        });
    addNotes(activities);
    return new ProcessReport(
        data,
        train.cases().size(),
        test.cases().size(),
        ProcessQuality.prefixes(test.cases()),
        seeds,
        mean,
        spread,
        baselines(activities),
        eventsPerSecond,
        notes,
        (System.nanoTime() - start) / 1e9);
  }

  private ProcessNetwork network(Activities activities, int seed, int seeds, Progress progress) {
    ProcessInputs inputs = new ProcessInputs(activities, train.cases());
    double all = seeds * ProcessNetwork.MEMBERS;
    int before = (seed - 1) * ProcessNetwork.MEMBERS;
    progress.at(before / all, "training, seed " + seed + " of " + seeds);
    return ProcessNetwork.fit(
        train.cases(),
        inputs,
        seed,
        member -> progress.at((before + member) / all, "training, seed " + seed + " of " + seeds));
  }

  private Map<String, Map<String, Double>> baselines(Activities activities) {
    Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    baselines.put("mostFrequent", baseline(activities, 0, false));
    baselines.put("lastActivity", baseline(activities, 1, true));
    baselines.put(ProcessReport.BASELINE, baseline(activities, LONGEST_RUN, true));
    return baselines;
  }

  private Map<String, Double> baseline(Activities activities, int longest, boolean median) {
    FrequencyModel model = FrequencyModel.of(train.cases(), activities, longest, median);
    return ProcessQuality.of(test.cases(), model.forecasts(test.cases()), activities);
  }

  private void addNotes(Activities activities) {
    long unknown =
        test.cases().stream()
            .flatMap(one -> one.activities().stream())
            .filter(activity -> activities.number(activity) < 0)
            .count();
    if (unknown > 0) {
      notes.add(
          unknown
              + " events have an activity that the cases learned from do not have; to come next it"
              + " counts as not expected.");
    }
  }

  private static void enough(ProcessLog log, int found, String what) {
    if (found < FEWEST) {
      throw new IllegalArgumentException(
          log.where() + " has " + found + " " + what + "; an evaluation needs at least " + FEWEST);
    }
  }
}
