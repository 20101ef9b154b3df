package io.tidewatch.platform.model;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The share of the customers that a challenger serves. */
final class ShareOption {
  private ShareOption() {}

  static void requireValid(CommandLine command, float share) {
    if (!(share > 0 && share <= 1)) {
      throw new ParameterException(
          command, "--share " + share + " must be more than 0 and at most 1; a tenth is 0.1");
    }
  }
}
