package io.tidewatch.training.export;

import java.util.Map;

/** What to use instead of what a release cannot express. */
final class Remedies {
  private static final String NO_FUTURE =
      "reads the steps that follow, which a step-wise model does not have; use LSTM";
  private static final String ATTENTION =
      "attends to all steps; use Convolution1D with GlobalPooling, or an LSTM";
  private static final String IMAGES = "works on images; use Convolution1D over a sequence";

  private static final Map<String, String> BY_KIND =
      Map.ofEntries(
          Map.entry("GravesLSTM", "has peepholes, which the kernel lacks; use LSTM"),
          Map.entry("GravesBidirectionalLSTM", NO_FUTURE),
          Map.entry("Bidirectional", NO_FUTURE),
          Map.entry("ReverseTimeSeriesVertex", NO_FUTURE),
          Map.entry("SimpleRnn", "has no kernel; use LSTM"),
          Map.entry("SelfAttentionLayer", ATTENTION),
          Map.entry("LearnedSelfAttentionLayer", ATTENTION),
          Map.entry("RecurrentAttentionLayer", ATTENTION),
          Map.entry("AttentionVertex", ATTENTION),
          Map.entry("ConvolutionLayer", IMAGES),
          Map.entry("Convolution2D", IMAGES),
          Map.entry("Convolution3D", IMAGES),
          Map.entry("SubsamplingLayer", "pools windows; use GlobalPoolingLayer"),
          Map.entry("Subsampling1DLayer", "pools windows; use GlobalPoolingLayer, or a stride"),
          Map.entry("PReLULayer", "learns its slopes; use activation LEAKYRELU"),
          Map.entry("CenterLossOutputLayer", "has no kernel; use OutputLayer"),
          Map.entry("MaskZeroLayer", "has no kernel; use masks"),
          Map.entry(
              "DuplicateToTimeSeriesVertex",
              "repeats a vector at each step; merge it behind the last time step"));

  private Remedies() {}

  static String of(Object kind) {
    return BY_KIND.getOrDefault(
        kind.getClass().getSimpleName(),
        "is unknown to a release; Dl4jExporter lists what is known");
  }
}
