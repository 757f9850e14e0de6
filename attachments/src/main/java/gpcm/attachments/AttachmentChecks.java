package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.SendDocument;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;

/**
 * Checks the documents inside a message by their bytes: not too many and none too large (20015), of
 * an approved type (20004), of the type they declare, whole, open to everybody (20005), and without
 * macros and malware (20004). Who sends and who receives asks here, so both say the same of the
 * same file. Immutable and safe for any number of threads.
 */
public final class AttachmentChecks {
  private final AttachmentPolicy policy;
  private final boolean looking;
  private final MalwareScanner scanner;

  private AttachmentChecks(AttachmentPolicy policy, boolean looking, MalwareScanner scanner) {
    this.policy = policy;
    this.looking = looking;
    this.scanner = scanner;
  }

  /** Checks by this policy, without a malware scanner. */
  public static AttachmentChecks of(AttachmentPolicy policy) {
    return new AttachmentChecks(policy, true, MalwareScanner.NONE);
  }

  /** Checks declared types by this policy, and believes them: for content that others look into. */
  public static AttachmentChecks believing(AttachmentPolicy policy) {
    return new AttachmentChecks(policy, false, MalwareScanner.NONE);
  }

  /** The same with this scanner. */
  public AttachmentChecks scanning(MalwareScanner other) {
    return new AttachmentChecks(policy, looking, other);
  }

  /**
   * What is wrong with the documents of a message, each at its place in it.
   *
   * @throws UncheckedIOException when a content cannot be read back
   * @throws MalwareScanner.UnreachableException when a content could not be scanned
   */
  public Findings check(SendDocument message) {
    List<Finding> findings = new ArrayList<>();
    int files = documents(message, message.bundle(), "Bundle", findings);
    policy
        .most()
        .ifPresent(
            most -> {
              if (files > most) {
                findings.add(ContentFault.tooMany(files, most).at("Bundle.entry"));
              }
            });
    return Findings.of(findings);
  }

  // Gives how many there are.
  private int documents(SendDocument message, Bundle bundle, String path, List<Finding> findings) {
    int files = 0;
    List<BundleEntryComponent> entries = bundle.getEntry();
    for (int i = 0; i < entries.size(); i++) {
      // As the rules write it, so that a place in the source can be found for it.
      String entry = path + ".entry[" + i + "].resource.ofType(";
      switch (entries.get(i).getResource()) {
        case Bundle inner -> files += documents(message, inner, entry + "Bundle)", findings);
        case Binary binary -> {
          files++;
          message
              .content(binary)
              .ifPresent(content -> check(binary, content, entry + "Binary)", findings));
        }
        case null, default -> {}
      }
    }
    return files;
  }

  // What has no content, or no type, is for the rules to say.
  private void check(
      Binary binary, AttachmentContent content, String path, List<Finding> findings) {
    if (content.size() > 0 && binary.hasContentType()) {
      Attachment attachment = new Attachment("", binary.getContentType(), "", content);
      findings.addAll(check(attachment, path + ".contentType", path + ".content"));
    }
  }

  /**
   * What is wrong with one file.
   *
   * @param path where it stands, for the findings
   * @throws UncheckedIOException when the content cannot be read back
   * @throws MalwareScanner.UnreachableException when the content could not be scanned
   */
  public Findings check(Attachment attachment, String path) {
    return Findings.of(check(attachment, path, path));
  }

  private List<Finding> check(Attachment attachment, String typePath, String contentPath) {
    List<Finding> findings = new ArrayList<>();
    String declared = attachment.mediaType();
    String type = MediaTypes.registered(declared);
    if (!type.equals(declared)) {
      findings.add(ContentFault.otherName(declared, type).at(typePath));
    }
    if (!policy.types().contains(type)) {
      findings.add(ContentFault.notApproved(policy).at(typePath));
      return findings;
    }
    if (policy.largest().isPresent()
        && attachment.content().size() > policy.largest().getAsLong()) {
      findings.add(ContentFault.tooLarge(policy.largest().getAsLong()).at(contentPath));
      return findings;
    }
    try {
      if (looking) {
        look(type, attachment.content()).ifPresent(fault -> findings.add(fault.at(contentPath)));
      }
      if (findings.stream().noneMatch(Finding::rejects)) {
        malware(attachment.content()).ifPresent(fault -> findings.add(fault.at(contentPath)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an attachment cannot be read back", e);
    }
    return findings;
  }

  private static Optional<ContentFault> look(String type, AttachmentContent content)
      throws IOException {
    Optional<ContentFault> mismatch;
    try (InputStream in = content.open()) {
      mismatch = MediaTypes.mismatch(type, in);
    }
    return mismatch.isPresent() ? mismatch : LookInside.of(type).fault(content);
  }

  private Optional<ContentFault> malware(AttachmentContent content) throws IOException {
    try (InputStream in = content.open()) {
      return scanner.malware(in).map(ContentFault::malware);
    }
  }
}
