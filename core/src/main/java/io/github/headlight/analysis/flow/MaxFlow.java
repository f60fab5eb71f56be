package io.github.headlight.analysis.flow;

import java.util.Arrays;

/**
 * The largest flow between two nodes of a graph of whole capacities, by Dinic's algorithm: exact,
 * and the same at every run. For one thread.
 *
 * @see <a href="https://doi.org/10.1007/11685654_10">Dinitz 2006, Dinitz' Algorithm: The Original
 *     Version and Even's Version</a>
 */
final class MaxFlow {
    private static final int NONE = -1;

    private final int nodes;
    private final int[] firstEdge;
    private int edges;
    private final int[] target;
    private final int[] nextEdge;

    /** What an edge can still take; edge {@code e ^ 1} leads back. */
    private final long[] left;

    private final int[] level;
    private final int[] current;
    private final int[] queue;
    private final int[] path;

    MaxFlow(int nodes, int edges) {
        this.nodes = nodes;
        this.firstEdge = new int[nodes];
        Arrays.fill(firstEdge, NONE);
        this.target = new int[2 * edges];
        this.nextEdge = new int[2 * edges];
        this.left = new long[2 * edges];
        this.level = new int[nodes];
        this.current = new int[nodes];
        this.queue = new int[nodes];
        this.path = new int[nodes];
    }

    void addEdge(int from, int to, long capacity) {
        put(from, to, capacity);
        put(to, from, 0);
    }

    private void put(int from, int to, long capacity) {
        target[edges] = to;
        left[edges] = capacity;
        nextEdge[edges] = firstEdge[from];
        firstEdge[from] = edges++;
    }

    /** The largest flow; uses the graph up. */
    long between(int source, int sink) {
        long flow = 0;
        while (findLevels(source, sink)) {
            System.arraycopy(firstEdge, 0, current, 0, nodes);
            flow += blockingFlow(source, sink);
        }
        return flow;
    }

    /** Numbers the nodes by their distance from the source, until the sink is found. */
    private boolean findLevels(int source, int sink) {
        Arrays.fill(level, NONE);
        level[source] = 0;
        queue[0] = source;
        int found = 1;
        for (int at = 0; at < found && level[sink] == NONE; at++) {
            int node = queue[at];
            for (int edge = firstEdge[node]; edge != NONE; edge = nextEdge[edge]) {
                if (left[edge] > 0 && level[target[edge]] == NONE) {
                    level[target[edge]] = level[node] + 1;
                    queue[found++] = target[edge];
                }
            }
        }
        return level[sink] != NONE;
    }

    /** Fills shortest paths until each has a full edge. */
    private long blockingFlow(int source, int sink) {
        long flow = 0;
        int length = 0;
        int node = source;
        while (true) {
            if (node == sink) {
                int full = narrowest(length);
                flow += push(left[path[full]], length);
                length = full;
                node = target[path[full] ^ 1];
            }
            int edge = nextOpenEdge(node);
            current[node] = edge;
            if (edge != NONE) {
                path[length++] = edge;
                node = target[edge];
            } else if (length > 0) {
                // A dead end: nothing leads on from here in this round.
                level[node] = NONE;
                node = target[path[--length] ^ 1];
            } else {
                return flow;
            }
        }
    }

    private int nextOpenEdge(int node) {
        int edge = current[node];
        while (edge != NONE && !(left[edge] > 0 && level[target[edge]] == level[node] + 1)) {
            edge = nextEdge[edge];
        }
        return edge;
    }

    /** Where on the path the first of its edges is full. */
    private int narrowest(int length) {
        int narrowest = 0;
        for (int i = 1; i < length; i++) {
            if (left[path[i]] < left[path[narrowest]]) {
                narrowest = i;
            }
        }
        return narrowest;
    }

    private long push(long amount, int length) {
        for (int i = 0; i < length; i++) {
            left[path[i]] -= amount;
            left[path[i] ^ 1] += amount;
        }
        return amount;
    }
}
