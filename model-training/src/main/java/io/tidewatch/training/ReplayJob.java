package io.tidewatch.training;

import io.tidewatch.connectors.history.EventFiles;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** The bounded Flink job that replays a history through the live fold, customer by customer. */
final class ReplayJob {
  private ReplayJob() {}

  /**
   * Runs the job in this process.
   *
   * @param dir directory of Avro container files
   * @return one replay per customer, by customer id
   */
  static List<CustomerReplay> run(Path dir, SnapshotTimes times, int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    var env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    env.getConfig().enableObjectReuse();
    var replays =
        env.fromData(Types.STRING, files(dir).toArray(String[]::new))
            .rebalance()
            .flatMap((FlatMapFunction<String, Event>) ReplayJob::read)
            .returns(RecordTypes.event())
            .name("read history")
            .keyBy(Event::customerId)
            .process(new ReplayFunction(times))
            .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
            .name("replay customers");
    List<CustomerReplay> customers = new ArrayList<>();
    try (CloseableIterator<byte[]> results = replays.executeAndCollect("training set")) {
      results.forEachRemaining(bytes -> customers.add(ReplayCodec.read(bytes)));
    } catch (Exception e) {
      throw new IllegalStateException("replaying " + dir + " failed: " + e.getMessage(), e);
    }
    customers.sort(Comparator.comparing(CustomerReplay::customerId));
    return customers;
  }

  private static List<String> files(Path dir) {
    try (Stream<Path> files = Files.list(dir)) {
      List<String> found =
          files.map(Path::toString).filter(name -> name.endsWith(".avro")).sorted().toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            dir + " holds no *.avro files; write a history there first");
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(String file, org.apache.flink.util.Collector<Event> out) {
    try (Stream<Event> events = EventFiles.read(Path.of(file))) {
      events.forEach(out::collect);
    }
  }
}
