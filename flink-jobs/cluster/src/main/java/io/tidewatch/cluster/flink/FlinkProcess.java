package io.tidewatch.cluster.flink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * How a process of Flink is started: main class, memory and arguments, as Flink's own start scripts
 * work them out of its configuration. Immutable.
 *
 * @param mainClass class with the main method
 * @param jvmOptions options of the JVM
 * @param arguments arguments of the main class, besides {@code --configDir}
 */
public record FlinkProcess(String mainClass, List<String> jvmOptions, List<String> arguments) {
  /** Packages of the JDK that Flink looks into, as its own configuration opens them. */
  static final List<String> OPENED =
      Stream.of(
              "java.lang",
              "java.lang.reflect",
              "java.net",
              "java.io",
              "java.nio",
              "sun.nio.ch",
              "java.text",
              "java.time",
              "java.util",
              "java.util.concurrent",
              "java.util.concurrent.atomic",
              "java.util.concurrent.locks")
          .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
          .toList();

  private static final String REPORTER =
      "org.apache.flink.metrics.prometheus.PrometheusReporterFactory";

  public FlinkProcess {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  /**
   * Returns the JobManager.
   *
   * @param metricsPort port for Prometheus, if it is to see it
   */
  public static FlinkProcess jobManager(Configuration flink, Optional<Integer> metricsPort) {
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(flink);
    List<String> arguments =
        new ArrayList<>(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    arguments.addAll(metrics(metricsPort));
    return new FlinkProcess(
        StandaloneSessionClusterEntrypoint.class.getName(),
        opened(words(JobManagerProcessUtils.generateJvmParametersStr(memory, flink))),
        arguments);
  }

  /**
   * Returns a TaskManager.
   *
   * @param name its name, by which it is known again after a restart
   * @param port port for Flink's other processes
   * @param metricsPort port for Prometheus, if it is to see it
   */
  public static FlinkProcess taskManager(
      Configuration flink, String name, int port, Optional<Integer> metricsPort) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    List<String> arguments =
        new ArrayList<>(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    arguments.addAll(List.of("-D", "taskmanager.resource-id=" + name));
    arguments.addAll(List.of("-D", "taskmanager.rpc.port=" + port));
    arguments.addAll(metrics(metricsPort));
    List<String> options =
        Stream.concat(
                words(ProcessMemoryUtils.generateJvmParametersStr(memory)).stream(),
                Stream.of("--add-modules=jdk.incubator.vector"))
            .toList();
    return new FlinkProcess(TaskManagerRunner.class.getName(), opened(options), arguments);
  }

  private static List<String> metrics(Optional<Integer> port) {
    return port.map(
            number ->
                List.of(
                    "-D",
                    "metrics.reporter.prom.factory.class=" + REPORTER,
                    "-D",
                    "metrics.reporter.prom.port=" + number,
                    // Or the topic dead-letters would be called deadletters.
                    "-D",
                    "metrics.reporter.prom.filterLabelValueCharacters=false"))
        .orElse(List.of());
  }

  private static List<String> opened(List<String> options) {
    return Stream.concat(options.stream(), OPENED.stream()).toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
