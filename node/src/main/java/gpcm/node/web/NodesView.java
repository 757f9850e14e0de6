package gpcm.node.web;

import java.util.List;

/** Who works on the documents of a database, and how far behind they are. */
public interface NodesView {

  /** Every node that has worked on this database lately, those that have gone silent too. */
  List<NodeStatus> nodes();

  /** What is due, late or stuck, over all nodes. */
  QueueStatus queues();
}
