package io.tidewatch.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Benchmarks stand above everything else, and their packages do not lean on each other in circles.
 */
final class PackagesTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidewatch");
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.tidewatch.benchmarks.(*)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void nothingElseUsesBenchmarks() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tidewatch.benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.tidewatch.benchmarks..")
        .check(classes);
  }
}
