package io.tidewatch.benchmarks.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The measured process's end of its connection to the bench: JSON lines on standard output, each
 * with its {@code type}, and words on standard input. When the bench is gone, so is the process.
 * Thread-safe.
 */
public final class Fork {
  /** What a contender says when the events of its warm-up are processed. */
  public static final String WARM = "warm";

  /** The word after which it measures. */
  public static final String MEASURE = "measure";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FAILED = 1;
  private static final int ORPHANED = 3;

  /** What such a process does. */
  public interface Body {
    /** Does it, and says what came of it. */
    void run(JsonNode arguments, Fork fork) throws Exception;
  }

  private final PrintStream out;
  private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

  private Fork(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs the process: to be all of its {@code main}. Takes over standard output, so that nothing
   * else can write on it, and ends the process when the body has ended, whatever threads it leaves
   * behind.
   *
   * @param args the one argument, a JSON document
   */
  public static void run(String[] args, Body body) {
    Fork fork = new Fork(System.out);
    System.setOut(System.err);
    Thread listener = new Thread(fork::listen, "fork-listener");
    listener.setDaemon(true);
    listener.start();
    try {
      body.run(JSON.readTree(args[0]), fork);
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(FAILED);
    }
  }

  /** Returns an empty object to fill and {@link #say}. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Tells the bench something. */
  public void say(String type, ObjectNode content) {
    synchronized (out) {
      out.println(content.put("type", type));
      out.flush();
    }
  }

  /** Says that the process is warm and waits until it is to measure. */
  public void awaitMeasure() throws InterruptedException {
    say(WARM, object());
    String word = await();
    if (!word.equals(MEASURE)) {
      throw new IllegalStateException("expected the word " + MEASURE + ", heard " + word);
    }
  }

  /** Waits for the next word of the bench. */
  public String await() throws InterruptedException {
    return words.take();
  }

  private void listen() {
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        words.add(line);
      }
    } catch (IOException e) {
      // The connection is broken, which ends the process as its orderly end does.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
