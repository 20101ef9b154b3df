package io.tidewatch.benchmarks.workload;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import io.tidewatch.schemas.Micros;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The states that all customers begin a benchmark with: each has that of one of some grown
 * templates, and a next scoring of its own within the following day. The same in every process. For
 * one thread.
 *
 * <pre>
 *   file: int count, then for each template: int length, bytes of CustomerStateLayout
 * </pre>
 */
public final class CustomerStates {
  private final List<byte[]> templates;

  private CustomerStates(List<byte[]> templates) {
    this.templates = templates;
  }

  /** Makes them of grown states. */
  public static CustomerStates of(List<CustomerState> templates) {
    return new CustomerStates(templates.stream().map(CustomerStates::bytes).toList());
  }

  /** Reads what {@link #write} wrote. */
  public static CustomerStates read(Path file) {
    try (var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      int count = in.readInt();
      List<byte[]> templates = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        templates.add(in.readNBytes(in.readInt()));
      }
      return new CustomerStates(templates);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Writes them for other processes. */
  public void write(Path file) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(templates.size());
      for (byte[] template : templates) {
        out.writeInt(template.length);
        out.write(template);
      }
      Files.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Returns a customer's state. */
  public CustomerState state(int customer) {
    byte[] template = templates.get(customer % templates.size());
    try (var in = new DataInputStream(new ByteArrayInputStream(template))) {
      CustomerState state = CustomerStateLayout.read(in);
      state.nextRescoreAt(nextRescoreAt(customer));
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a customer's state as bytes. */
  public byte[] stateBytes(int customer) {
    return bytes(state(customer));
  }

  /** Returns the mean size of a state in bytes. */
  public double meanBytes() {
    return templates.stream().mapToInt(template -> template.length).average().orElse(0);
  }

  /**
   * Spread over the first day in whole milliseconds, as the scoring job does it, though by another
   * hash. A timer would come before a time between two milliseconds, and find nothing to do.
   */
  private static long nextRescoreAt(int customer) {
    long scrambled = (customer + 1L) * 0x9E3779B97F4A7C15L;
    long millis = Math.floorMod(scrambled, Micros.PER_DAY / 1_000);
    return Micros.of(Workload.START) + 1_000_000 + millis * 1_000;
  }

  private static byte[] bytes(CustomerState state) {
    var bytes = new ByteArrayOutputStream(1_500);
    try (var out = new DataOutputStream(bytes)) {
      CustomerStateLayout.write(state, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
