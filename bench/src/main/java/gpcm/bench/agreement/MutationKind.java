package gpcm.bench.agreement;

import java.util.Locale;
import java.util.Optional;

/** The kinds of change. */
enum MutationKind {
  DELETE(ElementChanges::delete),
  DUPLICATE(ElementChanges::duplicate),
  UNKNOWN_ELEMENT(ElementChanges::unknownElement),
  ANOTHER_TYPE(ElementChanges::anotherType),
  CODE_UNKNOWN(CodeChanges::unknownCode),
  SYSTEM_WRONG(CodeChanges::wrongSystem),
  SYSTEM_TRAILING_SPACE(CodeChanges::spaceAfterSystem),
  SYSTEM_MISSING(CodeChanges::noSystem),
  REFERENCE_DANGLING(ReferenceChanges::dangling),
  REFERENCE_TO_ANOTHER_TYPE(ReferenceChanges::anotherType),
  REFERENCE_OUT_OF_DOCUMENT(ReferenceChanges::outOfDocument),
  PROFILE_FOREIGN(ReferenceChanges::foreignProfile),
  PROFILE_SECOND(ReferenceChanges::secondProfile),
  EXTENSION_URL(ReferenceChanges::extensionUrl),
  MODIFIER_EXTENSION(ElementChanges::modifierExtension),
  IMPLICIT_RULES(ElementChanges::implicitRules),
  ENTRY_COPIED(BundleChanges::entryCopied),
  ENTRY_PART(BundleChanges::entryPart),
  BUNDLE_PART(BundleChanges::bundlePart),
  FULL_URL(BundleChanges::fullUrl),
  CONTAINED(BundleChanges::contained),
  NARRATIVE(NarrativeChanges::make),
  PRIMITIVE(PrimitiveChanges::format),
  PRIMITIVE_EMPTY(PrimitiveChanges::empty),
  ELEMENT_ADDED(tree -> ListedChanges.make("added", tree)),
  INVARIANT(tree -> ListedChanges.make("invariant", tree)),
  /** What no rule forbids: nothing may be found. */
  HARMLESS(tree -> ListedChanges.make("harmless", tree));

  /** Makes one change to a tree. */
  interface Change {
    /** What was changed; empty when this message has no place for it. */
    Optional<String> make(MessageTree tree);
  }

  private final Change change;

  MutationKind(Change change) {
    this.change = change;
  }

  Change change() {
    return change;
  }

  /** As people read it. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
