// The floor of `deno task bench search`: exact top-k Hamming search in hand-written AVX-512 (or
// AVX2, or plain C++, by what the processor has), on one thread.
//
// Usage: search_floor CODES QUERIES STRIDE K, with raw files of codes zero-padded to STRIDE (4, 8
// or 16) bytes. For every line "FROM TO" on standard input it answers the queries FROM to TO and
// prints {"ms": [...], "distances": D}: the milliseconds of each query, and the sum of the
// distances found, which shows that the work was done.

#include <immintrin.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

// The k nearest rows so far. Rows come in ascending order and are admitted only when nearer than
// `bound`, the smallest radius that holds k rows already: so ties keep the smallest rows.
struct Nearest {
  uint32_t k, bound, within = 0;
  std::vector<uint32_t> count;
  std::vector<std::pair<uint32_t, uint32_t>> admitted;

  Nearest(uint32_t k, uint32_t bits) : k(k), bound(bits + 1), count(bits + 1) {
    admitted.reserve(k * (bits + 1));
  }

  void add(uint32_t row, uint32_t distance) {
    if (distance >= bound) return;
    admitted.emplace_back(distance, row);
    count[distance]++;
    for (within++; within >= k;) within -= count[--bound];
  }

  uint64_t finish() {
    std::erase_if(admitted, [this](auto &each) { return each.first > bound; });
    std::sort(admitted.begin(), admitted.end());
    if (admitted.size() > k) admitted.resize(k);
    uint64_t sum = 0;
    for (auto [distance, row] : admitted) sum += distance;
    return sum;
  }
};

template <typename Word, int words>
uint32_t distanceOf(const Word *a, const Word *b) {
  uint32_t distance = 0;
  for (int w = 0; w < words; w++) distance += __builtin_popcountll(a[w] ^ b[w]);
  return distance;
}

#if defined(__AVX512VPOPCNTDQ__) && defined(__BMI2__)
static const char *const INSTRUCTIONS = "AVX-512 VPOPCNTDQ";

// Rows in one 512-bit vector that are nearer than the bound, as a bit mask.
template <typename Word, int words>
struct Vector {
  static constexpr int rows = 64 / (sizeof(Word) * words);
  __m512i query;

  explicit Vector(const Word *q) {
    Word repeated[64 / sizeof(Word)];
    for (size_t i = 0; i < 64 / sizeof(Word); i++) repeated[i] = q[i % words];
    query = _mm512_loadu_si512(repeated);
  }

  uint32_t nearer(const Word *codes, uint32_t bound) const {
    const __m512i differing = _mm512_xor_si512(_mm512_loadu_si512(codes), query);
    if constexpr (sizeof(Word) == 4) {
      return _mm512_cmplt_epu32_mask(_mm512_popcnt_epi32(differing), _mm512_set1_epi32(bound));
    }
    __m512i counts = _mm512_popcnt_epi64(differing);
    if constexpr (words == 1) {
      return _mm512_cmplt_epu64_mask(counts, _mm512_set1_epi64(bound));
    }
    counts = _mm512_add_epi64(counts, _mm512_permutex_epi64(counts, 0b10110001));
    const uint32_t pairs = _mm512_cmplt_epu64_mask(counts, _mm512_set1_epi64(bound));
    return _pext_u32(pairs, 0b01010101);
  }
};
#elif defined(__AVX2__)
static const char *const INSTRUCTIONS = "AVX2";

template <typename Word, int words>
struct Vector {
  static constexpr int rows = 32 / (sizeof(Word) * words);
  __m256i query;

  explicit Vector(const Word *q) {
    Word repeated[32 / sizeof(Word)];
    for (size_t i = 0; i < 32 / sizeof(Word); i++) repeated[i] = q[i % words];
    query = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(repeated));
  }

  uint32_t nearer(const Word *codes, uint32_t bound) const {
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,  //
                                           0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    const __m256i differing = _mm256_xor_si256(
        _mm256_loadu_si256(reinterpret_cast<const __m256i *>(codes)), query);
    const __m256i bytes = _mm256_add_epi8(
        _mm256_shuffle_epi8(table, _mm256_and_si256(differing, low)),
        _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(differing, 4), low)));
    if constexpr (sizeof(Word) == 4) {
      const __m256i counts = _mm256_madd_epi16(
          _mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
      return _mm256_movemask_ps(
          _mm256_castsi256_ps(_mm256_cmpgt_epi32(_mm256_set1_epi32(bound), counts)));
    }
    __m256i counts = _mm256_sad_epu8(bytes, _mm256_setzero_si256());
    if constexpr (words == 2) {
      counts = _mm256_add_epi64(counts, _mm256_shuffle_epi32(counts, 0b01001110));
    }
    const uint32_t mask = _mm256_movemask_pd(
        _mm256_castsi256_pd(_mm256_cmpgt_epi64(_mm256_set1_epi64x(bound), counts)));
    return words == 1 ? mask : (mask & 1) | (mask >> 1 & 2);
  }
};
#else
static const char *const INSTRUCTIONS = "no vectors";

template <typename Word, int words>
struct Vector {
  static constexpr int rows = 1;
  const Word *query;
  explicit Vector(const Word *q) : query(q) {}
  uint32_t nearer(const Word *codes, uint32_t bound) const {
    return distanceOf<Word, words>(codes, query) < bound;
  }
};
#endif

// Admits the rows of a vector that are nearer; returns the bound after. Not inlined, so that the
// loop over the vectors keeps what it needs in registers.
template <typename Word, int words>
[[gnu::noinline]] uint32_t admit(Nearest &nearest, const Word *codes, const Word *query,
                                 uint32_t row, uint32_t nearer) {
  for (; nearer != 0; nearer &= nearer - 1) {
    const uint32_t i = __builtin_ctz(nearer);
    nearest.add(row + i, distanceOf<Word, words>(codes + i * words, query));
  }
  return nearest.bound;
}

template <typename Word, int words>
uint64_t search(const Word *codes, uint32_t n, const Word *query, uint32_t k) {
  Nearest nearest(k, 8 * sizeof(Word) * words);
  const Vector<Word, words> vector(query);
  uint32_t row = 0;
  for (uint32_t bound = nearest.bound; row + vector.rows <= n && bound > 0; row += vector.rows) {
    const uint32_t nearer = vector.nearer(codes + row * words, bound);
    if (nearer != 0) [[unlikely]] {
      bound = admit<Word, words>(nearest, codes + row * words, query, row, nearer);
    }
  }
  for (; row < n; row++) nearest.add(row, distanceOf<Word, words>(codes + row * words, query));
  return nearest.finish();
}

std::vector<uint8_t> readFile(const char *path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  const auto codes = readFile(arguments[1]), queries = readFile(arguments[2]);
  const uint32_t stride = std::atoi(arguments[3]), k = std::atoi(arguments[4]);
  const uint32_t n = codes.size() / stride;
  const auto answer = [&](uint32_t q) -> uint64_t {
    const uint8_t *query = queries.data() + q * stride;
    const auto *c32 = reinterpret_cast<const uint32_t *>(codes.data());
    const auto *c64 = reinterpret_cast<const uint64_t *>(codes.data());
    const auto *q32 = reinterpret_cast<const uint32_t *>(query);
    const auto *q64 = reinterpret_cast<const uint64_t *>(query);
    if (stride == 4) return search<uint32_t, 1>(c32, n, q32, k);
    if (stride == 8) return search<uint64_t, 1>(c64, n, q64, k);
    return search<uint64_t, 2>(c64, n, q64, k);
  };
  std::printf("{\"instructions\": \"%s\"}\n", INSTRUCTIONS);
  std::fflush(stdout);
  uint32_t from, to;
  while (std::scanf("%u %u", &from, &to) == 2) {
    uint64_t distances = 0;
    std::printf("{\"ms\": [");
    for (uint32_t q = from; q < to; q++) {
      const auto start = std::chrono::steady_clock::now();
      distances += answer(q);
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - start;
      std::printf("%s%.6f", q == from ? "" : ", ", took.count());
    }
    std::printf("], \"distances\": %llu}\n", static_cast<unsigned long long>(distances));
    std::fflush(stdout);
  }
}
