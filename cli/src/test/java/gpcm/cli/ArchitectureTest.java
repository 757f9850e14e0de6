package gpcm.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md go one way. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("gpcm");

  private static final String NODE_TEST = "gpcm.node.testing..";

  @Test
  void data_flows_one_way_between_the_rooms() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("consultation")
        .definedBy("gpcm.consultation..")
        .layer("fhir")
        .definedBy("gpcm.fhir..")
        .layer("message")
        .definedBy("gpcm.message..")
        .layer("rules")
        .definedBy("gpcm.rules..")
        .layer("attachments")
        .definedBy("gpcm.attachments..")
        .layer("conformance")
        .definedBy("gpcm.conformance..")
        .layer("report")
        .definedBy("gpcm.report..")
        .layer("mesh")
        .definedBy("gpcm.mesh..")
        .layer("oidc-server")
        .definedBy("gpcm.oidc..")
        .layer("pds")
        .definedBy("gpcm.pds")
        .layer("pds-server")
        .definedBy("gpcm.pds.server..", "gpcm.pds.testing..")
        .layer("postgres")
        .definedBy("gpcm.postgres..")
        .layer("audit")
        .definedBy("gpcm.audit..")
        .layer("node")
        .definedBy(resideInAPackage("gpcm.node..").and(not(resideInAPackage(NODE_TEST))))
        .layer("node-test")
        .definedBy(NODE_TEST)
        .layer("testbench")
        .definedBy("gpcm.testbench..")
        .layer("cli")
        .definedBy("gpcm.cli..")
        .whereLayer("consultation")
        .mayOnlyBeAccessedByLayers(
            "message",
            "rules",
            "report",
            "pds",
            "pds-server",
            "node",
            "node-test",
            "testbench",
            "cli")
        .whereLayer("fhir")
        .mayOnlyBeAccessedByLayers("message", "rules", "attachments", "node", "testbench", "cli")
        .whereLayer("message")
        .mayOnlyBeAccessedByLayers(
            "rules", "attachments", "conformance", "node", "node-test", "testbench", "cli")
        .whereLayer("rules")
        .mayOnlyBeAccessedByLayers("attachments", "conformance", "node", "testbench", "cli")
        .whereLayer("attachments")
        .mayOnlyBeAccessedByLayers("node", "testbench", "cli")
        .whereLayer("conformance")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("node", "testbench", "cli")
        .whereLayer("mesh")
        .mayOnlyBeAccessedByLayers("node", "node-test", "testbench", "cli")
        .whereLayer("oidc-server")
        .mayOnlyBeAccessedByLayers("node-test", "cli")
        .whereLayer("pds")
        .mayOnlyBeAccessedByLayers("node")
        .whereLayer("pds-server")
        .mayOnlyBeAccessedByLayers("node-test", "cli")
        .whereLayer("postgres")
        .mayOnlyBeAccessedByLayers("node", "node-test", "testbench", "cli")
        .whereLayer("audit")
        .mayOnlyBeAccessedByLayers("node", "cli")
        .whereLayer("node")
        .mayOnlyBeAccessedByLayers("node-test", "cli")
        .whereLayer("node-test")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("testbench")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(HOUSE);
  }

  @Test
  void no_rooms_of_the_node_depend_on_each_other_in_a_circle() {
    slices().matching("gpcm.node.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void no_groups_of_commands_depend_on_each_other_in_a_circle() {
    slices().matching("gpcm.cli.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void sending_and_receiving_do_not_know_each_other() {
    noClasses()
        .that()
        .resideInAPackage("gpcm.node.sending..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("gpcm.node.receiving..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("gpcm.node.receiving..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("gpcm.node.sending..")
        .check(HOUSE);
  }

  @Test
  void values_do_not_know_their_json_form_and_the_engine_does_not_know_the_catalogue() {
    noClasses()
        .that()
        .resideInAPackage("gpcm.consultation")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("gpcm.consultation.json..", "com.fasterxml..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("gpcm.rules")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("gpcm.rules.catalogue..")
        .check(HOUSE);
  }

  @Test
  void fhir_stays_out_of_the_rooms_that_do_not_need_it() {
    noClasses()
        .that()
        .resideInAnyPackage("gpcm.consultation..", "gpcm.report..", "gpcm.mesh..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.hl7.fhir..", "ca.uhn.fhir..")
        .check(HOUSE);
  }

  /** Its libraries are not on the class path of a node. */
  @Test
  void only_conformance_knows_the_validator_of_hapi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("gpcm.conformance..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "ca.uhn.fhir.validation..",
            "ca.uhn.fhir.context.support..",
            "org.hl7.fhir.common.hapi.validation..")
        .check(HOUSE);
  }

  @Test
  void the_message_and_its_rules_do_no_network_and_no_storage() {
    noClasses()
        .that()
        .resideInAnyPackage("gpcm.consultation..", "gpcm.fhir..", "gpcm.message..", "gpcm.rules..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.sql..", "io.javalin..", "org.jdbi..")
        .check(HOUSE);
  }

  @Test
  void the_audit_log_can_be_checked_without_the_node_its_storage_and_the_network() {
    noClasses()
        .that()
        .resideInAPackage("gpcm.audit..")
        .should()
        .dependOnClassesThat(resideInAPackage("gpcm..").and(not(resideInAPackage("gpcm.audit.."))))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net.http..", "java.sql..", "io.javalin..", "org.jdbi..", "org.hl7.fhir..")
        .check(HOUSE);
  }

  @Test
  void only_mesh_speaks_http_through_apache_and_nobody_sees_it() {
    noClasses()
        .that()
        .resideOutsideOfPackages("gpcm.mesh", "gpcm.mesh.server")
        .or()
        .arePublic()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .check(HOUSE);
  }

  @Test
  void nothing_keeps_changing_static_state() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("gpcm..")
        .should()
        .beFinal()
        .check(HOUSE);
  }

  @Test
  void names_say_what_a_thing_is() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .check(HOUSE);
  }

  @Test
  void time_comes_from_an_injected_clock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "gpcm.consultation..",
            "gpcm.fhir..",
            "gpcm.message..",
            "gpcm.rules..",
            "gpcm.report..",
            "gpcm.audit..",
            "gpcm.node..",
            "gpcm.oidc..",
            "gpcm.pds..",
            "gpcm.testbench..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(HOUSE);
  }

  @Test
  void commands_are_named_so() {
    classes()
        .that()
        .areAnnotatedWith(picocli.CommandLine.Command.class)
        .and()
        .doNotHaveSimpleName("Main")
        .should()
        .haveSimpleNameEndingWith("Command")
        .check(HOUSE);
  }
}
