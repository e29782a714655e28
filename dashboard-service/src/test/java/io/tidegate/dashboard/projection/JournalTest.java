package io.tidegate.dashboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dashboard.projection.Journal.Cursor;
import io.tidegate.dashboard.projection.Place.Partition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JournalTest {
    private static final Partition A = new Partition("a-v1", 0);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static void append(Journal journal, Place place) {
        journal.append(place, Optional.of(Facts.region("d-1", "east", Facts.NOON)));
    }

    /** The records of three partitions, each in its order, the partitions mixed somehow. */
    private static List<Place> mixed(Random random, int each) {
        var turns = new ArrayList<Integer>();
        for (int partition = 0; partition < 3; partition++) {
            turns.addAll(Collections.nCopies(each, partition));
        }
        Collections.shuffle(turns, random);
        var next = new long[3];
        return turns.stream()
                .map(partition -> new Place(new Partition("a-v1", partition), next[partition]++))
                .toList();
    }

    private static List<Place> rest(Journal journal, Cursor from, int limit) {
        var found = new ArrayList<Place>();
        var cursor = from;
        while (true) {
            var batch = journal.after(cursor, limit).orElseThrow();
            if (batch.entries().isEmpty()) {
                return found;
            }
            batch.entries().forEach(entry -> found.add(entry.place()));
            cursor = batch.cursor();
        }
    }

    /** As after a restart: the same records are read again, in another order of the partitions. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whoComesBackWithAPositionIsToldEachRecordOnceAlsoFromAnotherJournal(long seed) {
        var random = new Random(seed);
        var first = mixed(random, 20);
        var told = first.subList(0, random.nextInt(first.size()));
        var journal = new Journal(100);
        mixed(random, 20).forEach(place -> append(journal, place));

        var cursor = journal.join(Position.START.after(told)).orElseThrow();

        assertThat(rest(journal, cursor, 1 + random.nextInt(10)))
                .noneMatch(told::contains)
                .doesNotHaveDuplicates()
                .hasSize(60 - told.size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onlyWhoHasAllThatFellOutMayJoinAndIsToldTheRest(long seed) {
        var random = new Random(seed);
        var places = mixed(random, 20);
        var journal = new Journal(1 + random.nextInt(60));
        places.forEach(place -> append(journal, place));
        var told = places.subList(0, random.nextInt(places.size()));
        var position = Position.START.after(told);

        var cursor = journal.join(position);

        assertThat(cursor.isPresent()).isEqualTo(position.covers(journal.floor()));
        cursor.ifPresent(from -> assertThat(rest(journal, from, 7))
                .containsExactlyInAnyOrderElementsOf(
                        places.stream().filter(place -> !position.has(place)).toList()));
    }

    @Test
    void whoIsTooSlowIsToldNothingMore() {
        var journal = new Journal(3);
        append(journal, new Place(A, 0));
        var cursor = journal.join(Position.START).orElseThrow();
        for (int offset = 1; offset < 5; offset++) {
            append(journal, new Place(A, offset));
        }

        assertThat(journal.after(cursor, 10)).isEmpty();
        assertThat(journal.join(Position.START)).isEmpty();
    }

    @Test
    void aRecordThatTellsNothingMovesTheHeadAlone() {
        var journal = new Journal(3);
        journal.append(new Place(A, 7), Optional.empty());

        assertThat(journal.head()).isEqualTo(Position.START.after(new Place(A, 7)));
        assertThat(journal.floor()).isEqualTo(Position.START);
        assertThat(rest(journal, journal.join(Position.START).orElseThrow(), 1)).isEmpty();
    }

    /** The feed begins anew where it failed. */
    @Test
    void whatIsReadAgainFromTheBeginningIsNotToldAgain() {
        var journal = new Journal(3);
        for (int times = 0; times < 2; times++) {
            for (int offset = 0; offset < 3; offset++) {
                append(journal, new Place(A, offset));
            }
        }

        assertThat(rest(journal, journal.join(Position.START).orElseThrow(), 10))
                .hasSize(3);
    }
}
