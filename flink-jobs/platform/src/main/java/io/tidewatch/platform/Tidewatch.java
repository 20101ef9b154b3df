package io.tidewatch.platform;

import io.tidewatch.platform.chaos.ChaosCommand;
import io.tidewatch.platform.cluster.ClusterCommand;
import io.tidewatch.platform.explain.ExplainCommand;
import io.tidewatch.platform.letters.DeadLettersCommand;
import io.tidewatch.platform.model.ModelCommand;
import io.tidewatch.platform.policy.PolicyCommand;
import io.tidewatch.platform.privacy.EraseCommand;
import io.tidewatch.platform.replies.RepliesCommand;
import io.tidewatch.platform.skew.SkewCommand;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The launcher's command line. Standard output carries the result of a command and nothing else;
 * progress, logs and errors go to standard error. Exit codes: 0 done, 1 the command failed, 2 it
 * was called wrongly.
 */
@Command(
    name = "tidewatch",
    description = "Scores every customer of a business continuously, while the events happen.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    subcommands = {
      DemoCommand.class,
      PlatformCommand.class,
      ClusterCommand.class,
      ChaosCommand.class,
      JobCommand.class,
      GatewayCommand.class,
      DeliverCommand.class,
      SinkCommand.class,
      SourceCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ModelCommand.class,
      PolicyCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      EraseCommand.class,
      ReplayCommand.class,
      TailCommand.class,
      ExplainCommand.class,
      AnalyzeCommand.class,
      RepliesCommand.class,
      SkewCommand.class,
      DeadLettersCommand.class,
      PrivacyCommand.class,
      TopicsCommand.class,
      AclCommand.class,
      HistoryCommand.class,
    },
    footer = {
      "",
      "Every command explains itself: tidewatch COMMAND --help",
      "Beside them, tidewatch bench measures the platform beside its peers; it is built when first"
          + " called."
    })
public final class Tidewatch implements Runnable {
  static final String VERBOSE = "--verbose";

  @Spec private CommandSpec spec;

  @Option(
      names = VERBOSE,
      scope = ScopeType.INHERIT,
      description = "Log what happens, and show stack traces of errors, on standard error.")
  private boolean verbose;

  /** Runs one command and ends the process. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs one command of this process's command line.
   *
   * @param more commands of modules that build on this one, beside those of the platform
   * @return the exit code
   */
  public static int run(String[] args, Object... more) {
    if (Arrays.asList(args).contains(VERBOSE)) {
      System.setProperty("tidewatch.log.level", "info");
      System.setProperty("tidewatch.log.libraries", "warn");
    }
    return execute(
        commandLine(more),
        new PrintWriter(System.out, true),
        new PrintWriter(System.err, true),
        args);
  }

  /**
   * Runs one command.
   *
   * @param tree what {@link #commandLine} returned
   * @param out takes the result
   * @param err takes progress and errors
   * @return the exit code
   */
  public static int execute(CommandLine tree, PrintWriter out, PrintWriter err, String... args) {
    return tree.setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Tidewatch::report)
        .setParameterExceptionHandler(Tidewatch::reportUsage)
        .execute(args);
  }

  /**
   * Returns the command tree.
   *
   * @param more commands beside those of the platform
   */
  public static CommandLine commandLine(Object... more) {
    CommandLine tree = new CommandLine(new Tidewatch());
    Arrays.stream(more).forEach(tree::addSubcommand);
    return tree.setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + sentence(failure));
    if (parsed.hasMatchedOption(VERBOSE) || parsed.originalArgs().contains(VERBOSE)) {
      failure.printStackTrace(err);
    } else if (!(failure instanceof CommandFailedException)) {
      err.println("(" + VERBOSE + " shows where it came from)");
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String sentence(Throwable failure) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = message(t);
      if (!last.contains(message)) {
        text.append(text.length() == 0 ? "" : ": ").append(message);
      }
      last = message;
      if (t instanceof TimeoutException) {
        text.append("; does a broker run at the address that --kafka or the file names?");
      }
    }
    return text.toString();
  }

  private static String message(Throwable failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return "this account may not open " + denied.getFile();
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static int reportUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("see " + name + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }
}
