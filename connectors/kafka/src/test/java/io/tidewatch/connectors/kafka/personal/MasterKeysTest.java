package io.tidewatch.connectors.kafka.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeysTest {
  @TempDir private Path directory;

  @Test
  void namesNoneWhereNothingIsConfigured() {
    assertThat(MasterKeys.of(new Configuration())).isEmpty();
  }

  @Test
  void wrapsWithTheFirstAndUnwrapsWithAll() {
    String old = MasterKeys.random();
    MasterKeys before = MasterKeys.parse(old, "test");
    MasterKeys after = MasterKeys.parse(MasterKeys.random() + "\n" + old + "\n", "test");
    assertThat(after.current()).isNotEqualTo(before.current()).hasSize(16);

    DataKey key = DataKey.random();
    byte[] wrapped = before.wrap("c", key);
    assertThat(wrapped).hasSize(DataKey.WRAPPED_BYTES);
    String sealed = key.seal("text", "c", "f");
    assertThat(after.unwrap("c", before.current(), wrapped).orElseThrow().open(sealed, "c", "f"))
        .contains("text");
  }

  @Test
  void aWrongMasterKeyAChangedByteAndAnotherCustomerUnwrapNothing() {
    MasterKeys masters = MasterKeys.parse(MasterKeys.random(), "test");
    byte[] wrapped = masters.wrap("c", DataKey.random());
    assertThat(masters.unwrap("d", masters.current(), wrapped)).isEmpty();
    assertThat(masters.unwrap("c", "0123456789abcdef", wrapped)).isEmpty();
    MasterKeys others = MasterKeys.parse(MasterKeys.random(), "test");
    assertThat(others.unwrap("c", others.current(), wrapped)).isEmpty();
    wrapped[20] ^= 1;
    assertThat(masters.unwrap("c", masters.current(), wrapped)).isEmpty();
  }

  @Test
  void makesAFileForTheOwnerOnlyAndNeverOverOne() throws IOException {
    Path file = directory.resolve("keys/master-key");
    MasterKeys.make(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(MasterKeys.of(config(file))).isPresent();
    assertThatThrownBy(() -> MasterKeys.make(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void refusesAFileThatEverybodyMayRead() throws IOException {
    Path file = directory.resolve("open");
    MasterKeys.make(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> MasterKeys.of(config(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("privacy.master-key-file=" + file)
        .hasMessageContaining("chmod o=")
        .hasMessageNotContaining(Files.readString(file).strip());
  }

  @Test
  void refusesWhatIsNoKeyWithoutQuotingIt() throws IOException {
    Path file = directory.resolve("short");
    MasterKeys.make(file);
    Files.writeString(file, "c2VjcmV0");
    assertThatThrownBy(() -> MasterKeys.of(config(file)))
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("c2VjcmV0");
    Files.writeString(file, "!secret!");
    assertThatThrownBy(() -> MasterKeys.of(config(file)))
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("secret!");
    assertThatThrownBy(() -> MasterKeys.of(config(directory.resolve("none"))))
        .hasMessageContaining("privacy.master-key-file")
        .hasMessageContaining("cannot be read");
  }

  @Test
  void readsAVariableButNotBoth() {
    Configuration config = new Configuration();
    config.set(MasterKeyOptions.MASTER_KEY_ENV, "MASTER");
    String key = MasterKeys.random();
    assertThat(MasterKeys.of(config, name -> name.equals("MASTER") ? key : null)).isPresent();
    assertThatThrownBy(() -> MasterKeys.of(config, name -> null))
        .hasMessageContaining("privacy.master-key-env=MASTER");
    config.set(MasterKeyOptions.MASTER_KEY_FILE, "file");
    assertThatThrownBy(() -> MasterKeys.of(config, name -> key)).hasMessageContaining("both");
  }

  @Test
  void isNeverPrinted() {
    String key = MasterKeys.random();
    assertThat(MasterKeys.parse(key, "test").toString()).doesNotContain(key);
  }

  private static Configuration config(Path file) {
    Configuration config = new Configuration();
    config.set(MasterKeyOptions.MASTER_KEY_FILE, file.toString());
    return config;
  }
}
