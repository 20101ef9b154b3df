package io.tidewatch.connectors.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/** Brings the rights on a Kafka in line with {@link AccessRules}. */
public final class AccessAdmin {
  private static final ScramCredentialInfo SCRAM =
      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);

  private AccessAdmin() {}

  /**
   * What was done.
   *
   * @param given rights that were missing and are there now
   * @param foreign rights of these logins that are there, and that nothing here needs; they are
   *     left as they are
   */
  public record Report(int given, List<String> foreign) {}

  /**
   * Gives a login the rights that it lacks.
   *
   * @param config bootstrap servers and client properties of somebody who may give rights
   * @param principal the login, as Kafka writes it: {@code User:name}
   * @throws IllegalStateException if Kafka does not answer or refuses
   */
  public static Report give(
      ReadableConfig config, String principal, Collection<AccessRules.Right> rights) {
    Set<AclBinding> wanted =
        rights.stream()
            .flatMap(right -> right.bindings(principal).stream())
            .collect(Collectors.toSet());
    try (Admin admin = Admin.create(ClientProperties.of(config))) {
      Collection<AclBinding> present = admin.describeAcls(of(principal)).values().get();
      List<AclBinding> missing =
          wanted.stream().filter(binding -> !present.contains(binding)).toList();
      admin.createAcls(missing).all().get();
      return new Report(
          missing.size(),
          present.stream()
              .filter(binding -> !wanted.contains(binding))
              .map(AccessAdmin::text)
              .sorted()
              .toList());
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Kafka at %s gave %s no rights: %s"
              .formatted(
                  config.get(KafkaOptions.BOOTSTRAP_SERVERS), principal, e.getCause().getMessage()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while giving rights", e);
    }
  }

  /**
   * Gives logins that Kafka does not know yet their passwords, for SCRAM-SHA-512.
   *
   * @param config bootstrap servers and client properties of somebody who may do so
   * @param passwords password by login
   * @throws IllegalStateException if Kafka does not answer or refuses; never with a password
   */
  public static void admit(ReadableConfig config, Map<String, String> passwords) {
    try (Admin admin = Admin.create(ClientProperties.of(config))) {
      Set<String> known = admin.describeUserScramCredentials().all().get().keySet();
      List<UserScramCredentialAlteration> missing =
          passwords.entrySet().stream()
              .filter(login -> !known.contains(login.getKey()))
              .<UserScramCredentialAlteration>map(
                  login ->
                      new UserScramCredentialUpsertion(login.getKey(), SCRAM, login.getValue()))
              .toList();
      if (!missing.isEmpty()) {
        admin.alterUserScramCredentials(missing).all().get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Kafka at %s admitted no logins: %s"
              .formatted(config.get(KafkaOptions.BOOTSTRAP_SERVERS), e.getCause().getMessage()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while admitting logins", e);
    }
  }

  private static AclBindingFilter of(String principal) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
  }

  private static String text(AclBinding binding) {
    return "%s %s %s on %s %s"
        .formatted(
            binding.entry().principal(),
            binding.entry().permissionType(),
            binding.entry().operation(),
            binding.pattern().resourceType(),
            binding.pattern().name());
  }
}
