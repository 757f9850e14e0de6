package gpcm.node.web;

import gpcm.node.people.Extent;
import java.util.List;

/** Who works on the documents of a database, and how far behind they are. */
public interface NodesView {

  /**
   * Every node that has worked on this database lately, those that have gone silent too.
   *
   * @param extent of which organisations it is said what they work on and which mailboxes they read
   */
  List<NodeStatus> nodes(Extent extent);

  /** What is due, late or stuck, over all nodes, of these organisations. */
  QueueStatus queues(Extent extent);
}
