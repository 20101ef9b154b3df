package io.tidewatch.platform.replies;

import io.tidewatch.replies.Articles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints articles to begin with. */
@Command(
    name = "starter",
    description = {
      "Prints articles of a shop's support to begin with, English and Chinese, as a file of articles.",
      "What they promise is made up: change it to what your shop does before you push them."
    },
    mixinStandardHelpOptions = true)
final class StarterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(Articles.starterJson().strip());
    return 0;
  }
}
