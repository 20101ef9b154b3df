package io.tidewatch.training.text;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.models.TextInputs;
import io.tidewatch.training.engine.OnnxEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pre-trained sentence encoder, for training alone: it knows which words mean something alike
 * before the first labelled text is read. No job ever runs it. Holds native memory until closed;
 * one thread.
 */
final class SentenceEncoder implements AutoCloseable {
  /** The encoders that come as libraries; both quantised to 8 bits. */
  enum Kind {
    /** all-MiniLM-L6-v2, 384 values. */
    ENGLISH("/all-minilm-l6-v2-q"),
    /** bge-small-zh, 512 values. */
    CHINESE("/bge-small-zh-q");

    private final String resource;

    Kind(String resource) {
      this.resource = resource;
    }
  }

  private static final int MAX_PIECES = 64;
  private static final int BATCH = 64;

  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final OrtSession session;

  SentenceEncoder(Kind kind) {
    try {
      JsonNode tokenizer = new JsonMapper().readTree(resource(kind.resource + "-tokenizer.json"));
      tokenizer
          .path("model")
          .path("vocab")
          .fields()
          .forEachRemaining(entry -> vocabulary.put(entry.getKey(), entry.getValue().intValue()));
      var options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      session = OnnxEnvironment.get().createSession(resource(kind.resource + ".onnx"), options);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the encoder " + kind, e);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the encoder " + kind, e);
    }
  }

  /**
   * Returns a vector for each text, the mean of what the encoder says of its pieces. Some thousand
   * words a second.
   */
  float[][] encode(List<String> texts) {
    List<long[]> pieces = texts.stream().map(this::pieces).toList();
    Integer[] byLength = new Integer[texts.size()];
    Arrays.setAll(byLength, i -> i);
    Arrays.sort(byLength, java.util.Comparator.comparingInt(i -> pieces.get(i).length));
    var vectors = new float[texts.size()][];
    for (int from = 0; from < byLength.length; from += BATCH) {
      Integer[] some = Arrays.copyOfRange(byLength, from, Math.min(from + BATCH, byLength.length));
      float[][][] hidden = run(Arrays.stream(some).map(pieces::get).toArray(long[][]::new));
      for (int i = 0; i < some.length; i++) {
        vectors[some[i]] = mean(hidden[i], pieces.get(some[i]).length);
      }
    }
    return vectors;
  }

  private float[][][] run(long[][] texts) {
    int width = texts[texts.length - 1].length;
    var ids = new long[texts.length * width];
    var mask = new long[texts.length * width];
    for (int i = 0; i < texts.length; i++) {
      System.arraycopy(texts[i], 0, ids, i * width, texts[i].length);
      Arrays.fill(mask, i * width, i * width + texts[i].length, 1);
    }
    long[] shape = {texts.length, width};
    try (OnnxTensor input = tensor(ids, shape);
        OnnxTensor attention = tensor(mask, shape);
        OnnxTensor types = tensor(new long[ids.length], shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", input, "attention_mask", attention, "token_type_ids", types))) {
      return (float[][][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails on " + texts.length + " texts", e);
    }
  }

  private static OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(OnnxEnvironment.get(), LongBuffer.wrap(values), shape);
  }

  private static float[] mean(float[][] hidden, int length) {
    var mean = new float[hidden[0].length];
    for (int step = 0; step < length; step++) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += hidden[step][j] / length;
      }
    }
    return mean;
  }

  /** Splits words into the longest pieces that the encoder knows (WordPiece, Wu et al. 2016). */
  private long[] pieces(String text) {
    List<Integer> found = new ArrayList<>(List.of(vocabulary.get("[CLS]")));
    TextInputs.tokens(text, word -> split(word, found));
    int count = Math.min(found.size(), MAX_PIECES - 1);
    long[] pieces = new long[count + 1];
    for (int i = 0; i < count; i++) {
      pieces[i] = found.get(i);
    }
    pieces[count] = vocabulary.get("[SEP]");
    return pieces;
  }

  private void split(String word, List<Integer> found) {
    List<Integer> pieces = new ArrayList<>();
    int from = 0;
    while (from < word.length()) {
      int end = word.length();
      while (end > from
          && !vocabulary.containsKey((from > 0 ? "##" : "") + word.substring(from, end))) {
        end--;
      }
      if (end == from) {
        found.add(vocabulary.get("[UNK]"));
        return;
      }
      pieces.add(vocabulary.get((from > 0 ? "##" : "") + word.substring(from, end)));
      from = end;
    }
    found.addAll(pieces);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SentenceEncoder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no " + name + " on the class path; see model-training/pom.xml");
      }
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close the encoder", e);
    }
  }
}
