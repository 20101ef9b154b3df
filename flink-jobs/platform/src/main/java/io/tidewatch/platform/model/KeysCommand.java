package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a key pair for signing releases. */
@Command(
    name = "keys",
    description =
        "Makes an Ed25519 key pair: release.pem signs releases and stays with whoever may release"
            + " models; release.pub.pem is what jobs trust.",
    mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the two files; made if needed. Nothing in it is overwritten.")
  private Path folder;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    Path file = folder.resolve("release.pem");
    SigningKey key = SigningKey.generate();
    try {
      key.write(file);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailedException(
          "there is a key already: " + e.getFile() + "; give another --out, or use that one");
    } catch (IOException e) {
      throw new CommandFailedException("cannot write the keys to " + folder, e);
    }
    print(file, key);
    return 0;
  }

  private void print(Path file, SigningKey key) {
    PrintWriter out = spec.commandLine().getOut();
    Path publicFile = SigningKey.publicFile(file);
    if (json) {
      ObjectNode all = Json.object();
      all.put("key", key.verifyingKey().id());
      all.put("private", file.toString());
      all.put("public", publicFile.toString());
      all.put("trusted", key.verifyingKey().base64());
      out.println(Json.pretty(all));
    } else {
      out.println("key          " + key.verifyingKey().id());
      out.println("private key  " + file + " (keep it secret)");
      out.println("public key   " + publicFile);
      out.println("sign with    --key " + file);
      out.println("trust it in the job's configuration, by its file or by its text:");
      out.println("models.trusted-keys=" + key.verifyingKey().base64());
    }
    out.flush();
  }
}
