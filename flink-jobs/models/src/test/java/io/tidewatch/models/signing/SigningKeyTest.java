package io.tidewatch.models.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  private static final byte[] TEXT = "a release".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  /** RFC 8032, section 7.1, test 1: the key's bytes, its public half, the signature of nothing. */
  @Test
  void isTheEd25519OfTheStandard() throws IOException {
    byte[] pkcs8 =
        hex(
            "302e020100300506032b657004220420"
                + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    Path file = Files.writeString(folder.resolve("rfc.pem"), Pem.write(Pem.PRIVATE, pkcs8));

    SigningKey key = SigningKey.read(file);

    VerifyingKey published =
        VerifyingKey.parse(
            java.util.Base64.getEncoder()
                .encodeToString(
                    hex(
                        "302a300506032b6570032100"
                            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")));
    assertThat(key.verifyingKey()).isEqualTo(published);
    assertThat(HexFormat.of().formatHex(key.sign(new byte[0], 0)))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  }

  @Test
  void comesBackFromItsFilesWhichOnlyTheOwnerMayRead() throws IOException {
    SigningKey key = SigningKey.generate();
    Path file = folder.resolve("keys/release.pem");
    key.write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    byte[] signature = SigningKey.read(file).sign(TEXT, TEXT.length);
    VerifyingKey half = VerifyingKey.read(folder.resolve("keys/release.pub.pem"));
    assertThat(half.verifies(TEXT, TEXT.length, signature)).isTrue();
    assertThat(half.id()).matches("[0-9a-f]{16}").isEqualTo(key.verifyingKey().id());
    assertThat(TrustedKeys.read(List.of(half.base64())).find(half.id())).contains(half);
    assertThat(Files.list(file.getParent())).hasSize(2);
  }

  @Test
  void neverOverwritesAKeyAndMakesOneOnlyOnce() throws IOException {
    Path file = folder.resolve("release.pem");
    SigningKey made = SigningKey.readOrCreate(file);
    Assertions.assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> SigningKey.generate().write(file));
    assertThat(SigningKey.readOrCreate(file).verifyingKey()).isEqualTo(made.verifyingKey());
  }

  @Test
  void verifiesNothingButItsOwnSignatureOfTheSameBytes() {
    SigningKey key = SigningKey.generate();
    byte[] signature = key.sign(TEXT, TEXT.length);
    VerifyingKey half = key.verifyingKey();
    assertThat(half.verifies(TEXT, TEXT.length, signature)).isTrue();
    assertThat(half.verifies(TEXT, TEXT.length - 1, signature)).isFalse();
    assertThat(half.verifies(TEXT, TEXT.length, new byte[64])).isFalse();
    assertThat(half.verifies(TEXT, TEXT.length, new byte[3])).isFalse();
    assertThat(SigningKey.generate().verifyingKey().verifies(TEXT, TEXT.length, signature))
        .isFalse();
  }

  @Test
  void saysWhatIsNoKey() throws IOException {
    Path secret = folder.resolve("secret.pem");
    SigningKey.generate().write(secret);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifyingKey.read(secret))
        .withMessageContaining("secret.pem is no public key")
        .withMessageContaining("model keys --out DIR");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.read(SigningKey.publicFile(secret)))
        .withMessageContaining("secret.pub.pem is no private key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedKeys.read(List.of(VerifyingKey.BASE64_PREFIX + "AAAA")))
        .withMessageContaining("is no Ed25519 public key");
    assertThat(SigningKey.read(secret).toString()).doesNotContain("MC4CAQ");
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
