package io.tidewatch.cluster.flink;

import io.tidewatch.cluster.plan.ClusterFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.client.cli.CliFrontend;

/**
 * Submits a job's jar to the cluster as {@code flink run --detached} does: by Flink's own client,
 * in a process that has nothing but Flink on its class path, so that the job finds there what it
 * finds with any Flink. Stateless.
 */
public final class JobSubmission {
  private static final long PATIENCE_SECONDS = 120;
  private static final int LOG_LINES = 12;
  private static final Pattern SUBMITTED = Pattern.compile("submitted with JobID ([0-9a-f]{32})");

  private JobSubmission() {}

  /**
   * Submits a job that runs until it is cancelled, whatever dies meanwhile, and keeps what it was
   * made of.
   *
   * @param classPath class path of this process
   * @param files jar with the job and all that it brings, and its configuration
   * @param restore checkpoint or savepoint to go on from; it stays whose it is
   * @return the id that Flink gave it
   * @throws IllegalStateException if the job refuses its configuration or Flink the job; it quotes
   *     what they say
   */
  public static String submit(
      ClusterFolder folder, String classPath, JobFiles files, Optional<Path> restore)
      throws InterruptedException {
    List<String> options = new ArrayList<>();
    restore.ifPresent(path -> options.addAll(List.of("-s", path.toUri().toString())));
    String job = run(folder, classPath, files, options);
    JobFiles.keep(folder, job, files);
    return job;
  }

  /**
   * Submits a job likewise that is only rehearsed: it goes on from a savepoint, less what it does
   * not know there, and nothing of it is kept.
   *
   * @return the id that Flink gave it
   * @throws IllegalStateException as {@link #submit}
   */
  public static String rehearse(
      ClusterFolder folder, String classPath, JobFiles files, Path savepoint)
      throws InterruptedException {
    return run(folder, classPath, files, List.of("-s", savepoint.toUri().toString(), "-n"));
  }

  private static String run(
      ClusterFolder folder, String classPath, JobFiles files, List<String> options)
      throws InterruptedException {
    Path log = folder.logs().resolve("submit.out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(FlinkProcess.OPENED);
    command.add("-Dlog.file=" + folder.log("submit"));
    command.add("-Dlog4j.configurationFile=" + FlinkFiles.logging(folder).toUri());
    command.addAll(List.of("-cp", FlinkClassPath.without(classPath, files.jar())));
    command.addAll(List.of(CliFrontend.class.getName(), "run", "--detached"));
    command.addAll(options);
    command.addAll(List.of(files.jar().toString(), "--config", files.config().toString()));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("FLINK_CONF_DIR", folder.conf().toString());
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "Flink did not take the job in "
                + PATIENCE_SECONDS
                + " s; "
                + log
                + " says how far it got");
      }
      Matcher submitted = SUBMITTED.matcher(Files.readString(log));
      if (process.exitValue() == 0 && submitted.find()) {
        return submitted.group(1);
      }
      throw new IllegalStateException("the job was not submitted:\n" + reasons(log));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run Flink's client", e);
    }
  }

  /** Returns what went wrong, without the places in the code where it did. */
  private static String reasons(Path log) throws IOException {
    List<String> lines =
        Files.readAllLines(log).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("\t"))
            .toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }
}
