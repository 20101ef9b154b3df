package io.tidewatch.benchmarks.streams;

import io.tidewatch.benchmarks.workload.CustomerStates;
import io.tidewatch.benchmarks.workload.Customers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * Puts every customer's state where Kafka Streams will look for it: in the store of the partition
 * on which the customer's events come. A new application has no changelog yet, so Streams takes the
 * stores as they are.
 *
 * <pre>
 *   STATE DIR / application id / 0_PARTITION / rocksdb / STORE
 * </pre>
 */
final class StoreFill {
  private StoreFill() {}

  static void run(
      Path application, String store, int partitions, int customers, CustomerStates states)
      throws IOException, RocksDBException {
    for (int partition = 0; partition < partitions; partition++) {
      Path folder = application.resolve("0_" + partition).resolve("rocksdb").resolve(store);
      Files.createDirectories(folder);
      TunedRocksDb tuned = new TunedRocksDb();
      try (Options options = new Options().setCreateIfMissing(true)) {
        tuned.apply(options);
        try (RocksDB db = RocksDB.open(options, folder.toString());
            WriteOptions writes = new WriteOptions().setDisableWAL(true);
            FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
          for (int customer = 0; customer < customers; customer++) {
            byte[] key = Customers.id(customer).getBytes(StandardCharsets.ISO_8859_1);
            // As Kafka's producer chooses the partition of a key.
            if (Utils.toPositive(Utils.murmur2(key)) % partitions == partition) {
              db.put(writes, key, states.stateBytes(customer));
            }
          }
          db.flush(flush);
        }
        tuned.close(store, options);
      }
    }
  }
}
